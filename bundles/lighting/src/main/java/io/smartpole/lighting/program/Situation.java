package io.smartpole.lighting.program;

import java.time.Instant;

/**
 * One moment, with all that a control program may look at.
 *
 * @param night the local clock of the night around {@code now}
 * @param sun what the sun does in that night
 */
record Situation(Instant now, NoonToNoon night, Night sun, Sensors sensors) {}
