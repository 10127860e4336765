package io.smartpole.console;

import io.smartpole.core.light.Lighting;
import io.smartpole.core.light.PlanPoint;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The curve of a lighting night, from noon to noon at the pole. All times are the world's.
 *
 * @param timeZone the pole's
 * @param plan what the lamp is told if nothing else happens; each level holds until the next one
 * @param told what it was told since start; each level holds until the next one
 * @param measured what power it took since start
 */
record NightView(Instant from, Instant to, String timeZone, List<Plan> plan, List<Told> told, List<Power> measured) {

    record Plan(Instant from, double levelPercent, String rule, String why) {
        static Plan of(PlanPoint point) {
            return new Plan(
                    point.from(), LightView.percent(point.level()), point.rule().label(), point.why());
        }
    }

    record Told(Instant from, double levelPercent) {
        static Told of(LightHistory.Step step) {
            return new Told(step.from(), LightView.tenths(step.ratio() * 100));
        }
    }

    record Power(Instant time, double powerWatts) {
        static Power of(LightHistory.Power power) {
            return new Power(power.time(), LightView.tenths(power.watts()));
        }
    }

    static NightView around(Instant now, ZoneId zone, Lighting lighting, LightHistory history) {
        ZonedDateTime noon = now.atZone(zone).with(LocalTime.NOON);
        if (noon.toInstant().isAfter(now)) {
            noon = noon.minusDays(1);
        }
        Instant from = noon.toInstant();
        Instant to = noon.plusDays(1).toInstant();
        return new NightView(
                from,
                to,
                zone.getId(),
                lighting.curve(from, to).stream().map(Plan::of).toList(),
                history.stepsSince(from).stream().map(Told::of).toList(),
                history.measuredSince(from).stream().map(Power::of).toList());
    }
}
