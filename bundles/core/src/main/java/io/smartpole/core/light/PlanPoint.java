package io.smartpole.core.light;

import java.time.Instant;

/**
 * One step of the light's curve over time.
 *
 * @param from when the level begins, in the world's time; it holds until the next point
 * @param level the planned level
 * @param rule the rule that chooses it
 * @param why what that rule says, in plain words
 */
public record PlanPoint(Instant from, LightLevel level, LightRule rule, String why) {}
