package io.smartpole.lighting;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.pole.Place;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the light by asking {@link LightPolicy} from change to change: there is no second set of rules. */
final class LightCurve {

    private LightCurve() {}

    /**
     * @param in settings and override; daylight is worked out here, point by point
     * @param now the time at which the inputs were read; the override counts from then on, not before
     * @param place where the pole stands; null if not known
     */
    static List<PlanPoint> between(Instant from, Instant to, LightInputs in, @Nullable Place place, Moment now) {
        List<PlanPoint> points = new ArrayList<>();
        Daylight sky = null;
        Instant at = from;
        while (at.isBefore(to)) {
            if (place != null && (sky == null || !sky.covers(at))) {
                sky = Daylight.at(place, at);
            }
            boolean past = at.isBefore(now.instant());
            LightInputs then = new LightInputs(in.settings(), sky, past ? null : in.override());
            LightDecision decision = LightPolicy.decide(then, momentAt(at, now));
            if (points.isEmpty() || changes(points.get(points.size() - 1), decision)) {
                points.add(new PlanPoint(at, decision.level(), decision.rule()));
            }
            Instant next = decision.until() == null ? to : decision.until();
            at = past && now.instant().isBefore(next) ? now.instant() : next;
        }
        return points;
    }

    private static boolean changes(PlanPoint last, LightDecision decision) {
        return !last.level().equals(decision.level()) || last.rule() != decision.rule();
    }

    private static Moment momentAt(Instant at, Moment now) {
        Duration sinceBoot = now.sinceBoot().plus(Duration.between(now.instant(), at));
        return new Moment(at, now.trusted(), sinceBoot.isNegative() ? Duration.ZERO : sinceBoot);
    }
}
