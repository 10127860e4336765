package io.smartpole.lighting.decision;

import io.smartpole.lighting.program.Programs;
import io.smartpole.lighting.program.Scheduled;
import io.smartpole.lighting.program.Sensors;
import io.smartpole.lighting.sun.Daylight;
import io.smartpole.lighting.sun.Nights;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the programs, and remembers the sun's events of the latest nights for them. For one thread. */
public final class Schedule {

    /** For planning: nobody is there, and the sun answers for the photocell. */
    static Sensors planned(@Nullable Daylight sky) {
        return new Sensors(Map.of(), sky == null ? null : Boolean.valueOf(!sky.day()));
    }

    private @Nullable Nights nights;

    /**
     * @param sky null while it is not known; then there is no program, because nobody can tell which night it is
     * @return null if no program is for this night
     */
    public @Nullable Scheduled at(Instant now, @Nullable Daylight sky, Programs programs, Sensors sensors) {
        if (sky == null) {
            return null;
        }
        double zenith = programs.sunset().zenith();
        Nights known = nights;
        if (known == null || !known.fits(sky.place(), zenith)) {
            known = new Nights(sky.place(), zenith);
            nights = known;
        }
        return programs.at(now, sky.place().zone(), known, sensors);
    }
}
