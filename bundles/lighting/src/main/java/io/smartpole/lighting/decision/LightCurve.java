package io.smartpole.lighting.decision;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.pole.Place;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.sun.Daylight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the light by asking {@link LightPolicy} from change to change: there is no second set of rules. */
public final class LightCurve {

    private LightCurve() {}

    /**
     * @param in settings and requests; daylight and programs are worked out here, point by point, and what sensors say now says nothing
     *     of other times
     * @param now the time at which the inputs were read; requests count from then on, not before
     * @param place where the pole stands; null if not known
     */
    public static List<PlanPoint> between(Instant from, Instant to, LightInputs in, @Nullable Place place, Moment now) {
        LightInputs before = in.plannable();
        LightInputs after = before.withRequests(in.localService(), in.emergency(), in.override());
        List<PlanPoint> points = new ArrayList<>();
        Schedule schedule = new Schedule();
        Daylight sky = null;
        Instant at = from;
        while (at.isBefore(to)) {
            if (place != null && (sky == null || !sky.covers(at))) {
                sky = Daylight.at(place, at);
            }
            boolean past = at.isBefore(now.instant());
            LightInputs then = (past ? before : after)
                    .with(sky, schedule.at(at, sky, in.settings().programs(), Schedule.planned(sky)));
            LightDecision decision = LightPolicy.decide(then, momentAt(at, now));
            PlanPoint point = new PlanPoint(at, decision.level(), decision.rule(), decision.why());
            if (points.isEmpty() || changes(points.get(points.size() - 1), point)) {
                points.add(point);
            }
            Instant next = decision.until() == null ? to : decision.until();
            at = past && now.instant().isBefore(next) ? now.instant() : next;
        }
        return points;
    }

    private static boolean changes(PlanPoint last, PlanPoint point) {
        return !last.level().equals(point.level()) || last.rule() != point.rule();
    }

    private static Moment momentAt(Instant at, Moment now) {
        Duration sinceBoot = now.sinceBoot().plus(Duration.between(now.instant(), at));
        return new Moment(at, now.trusted(), sinceBoot.isNegative() ? Duration.ZERO : sinceBoot);
    }
}
