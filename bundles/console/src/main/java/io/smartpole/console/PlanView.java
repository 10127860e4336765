package io.smartpole.console;

import io.smartpole.core.light.PlanPoint;
import java.time.Instant;
import java.util.List;

/**
 * {@code GET /api/v1/light/plan}: what the light will be, if nothing else happens. All times are the world's. The longest
 * plan, 400 days, has some 4000 transitions: less than 1 MiB.
 *
 * @param timeZone the pole's; UTC while it is not placed
 * @param transitions by time; the first is the level that holds at {@code from}
 */
record PlanView(String timeZone, Instant from, Instant to, List<Transition> transitions) {

    record Transition(Instant at, double levelPercent, String rule, String why) {

        static Transition of(PlanPoint point) {
            return new Transition(
                    point.from(), LightView.percent(point.level()), point.rule().label(), point.why());
        }
    }

    static PlanView of(String timeZone, PlanSpan span, List<PlanPoint> points) {
        return new PlanView(
                timeZone,
                span.from(),
                span.to(),
                points.stream().map(Transition::of).toList());
    }
}
