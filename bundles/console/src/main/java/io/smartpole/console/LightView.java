package io.smartpole.console;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.light.SunTimes;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/light}: what the lamp is told and why, and the curve of this lighting night. All times are the
 * world's.
 *
 * @param levelPercent what the lamp is told, 0 to 100
 * @param rule which rule chose it: safety-floor, override, program, astronomical or fail-safe
 * @param until when it changes by itself; null if that cannot be known
 * @param floorPercent the lamp is never below it while it is not proven day
 * @param powerWatts newest measurement; null if there is none
 * @param ratedWatts the lamp's power at full light; null if the profile is not known
 * @param sun dawn and dusk of this solar day; null while time or place is not known
 * @param night the curve; null while the clock is not trusted
 * @param problem what is wrong, in plain words; null if nothing
 */
record LightView(
        double levelPercent,
        String rule,
        @Nullable Instant until,
        double floorPercent,
        @Nullable InForce override,
        @Nullable Double powerWatts,
        @Nullable Double ratedWatts,
        @Nullable SunTimes sun,
        @Nullable Night night,
        @Nullable String problem) {

    /** A level that somebody asked for, with its end. */
    record InForce(double levelPercent, @Nullable Instant until) {}

    /**
     * A lighting night, from noon to noon at the pole.
     *
     * @param timeZone the pole's
     * @param plan what the lamp is told if nothing else happens; each level holds until the next one
     * @param told what it was told since start; each level holds until the next one
     * @param measured what power it took since start
     */
    record Night(Instant from, Instant to, String timeZone, List<Plan> plan, List<Told> told, List<Power> measured) {

        static Night around(Instant now, ZoneId zone, Lighting lighting, LightHistory history) {
            ZonedDateTime noon = now.atZone(zone).with(LocalTime.NOON);
            if (noon.toInstant().isAfter(now)) {
                noon = noon.minusDays(1);
            }
            Instant from = noon.toInstant();
            Instant to = noon.plusDays(1).toInstant();
            return new Night(
                    from,
                    to,
                    zone.getId(),
                    lighting.curve(from, to).stream().map(Plan::of).toList(),
                    history.stepsSince(from).stream().map(Told::of).toList(),
                    history.measuredSince(from).stream().map(Power::of).toList());
        }
    }

    record Plan(Instant from, double levelPercent, String rule) {
        static Plan of(PlanPoint point) {
            return new Plan(point.from(), percent(point.level()), point.rule().label());
        }
    }

    record Told(Instant from, double levelPercent) {
        static Told of(LightHistory.Step step) {
            return new Told(step.from(), tenths(step.ratio() * 100));
        }
    }

    record Power(Instant time, double powerWatts) {
        static Power of(LightHistory.Power power) {
            return new Power(power.time(), tenths(power.watts()));
        }
    }

    static LightView of(LightStatus status, @Nullable Double ratedWatts, @Nullable Night night) {
        LightStatus.InForce override = status.override();
        return new LightView(
                percent(status.decision().level()),
                status.decision().rule().label(),
                status.decision().until(),
                percent(status.floor()),
                override == null ? null : new InForce(percent(override.level()), override.until()),
                watts(status.power()),
                ratedWatts,
                status.sun(),
                night,
                status.problem());
    }

    static double percent(LightLevel level) {
        return tenths(level.percent());
    }

    private static @Nullable Double watts(@Nullable Reading power) {
        return power != null && power.value() instanceof Value.Numeric value ? tenths(value.number()) : null;
    }

    private static double tenths(double number) {
        return Math.round(number * 10) / 10.0;
    }
}
