package io.smartpole.lighting;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.light.SunTimes;
import io.smartpole.core.pole.Place;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes requests for the control loop and tells what it does: on the thread of whoever asks. */
@Component
public final class LightDesk implements Lighting {

    private final LampLoop loop;
    private final LampMeter meter;

    @Activate
    public LightDesk(@Reference LampLoop loop, @Reference LampMeter meter) {
        this.loop = loop;
        this.meter = meter;
    }

    @Override
    public LightResult request(LightRequest request) {
        Moment world = orNull(loop::world);
        LightResult result = loop.overrides().request(request, world);
        loop.wake();
        if (world == null || result.outcome() == Outcome.REFUSED || !(request instanceof SetLevel)) {
            return result;
        }
        LightDecision decision = orNull(() -> LightPolicy.decide(loop.inputs(world), world));
        return decision == null || decision.rule() != LightRule.SAFETY_FLOOR
                ? result
                : new LightResult(
                        Outcome.BOUNDED,
                        "%s; the safety floor holds the lamp at %s while it is not proven day"
                                .formatted(result.message(), decision.level()));
    }

    @Override
    public LightStatus status() {
        Cycle cycle = loop.latest();
        LightOverride override = cycle.override();
        Moment world = cycle.world();
        return new LightStatus(
                cycle.decision(),
                cycle.floor(),
                override == null || world == null
                        ? null
                        : new LightStatus.InForce(override.level(), override.endAsOf(world)),
                meter.power(),
                sunTimes(world),
                cycle.problem());
    }

    private @Nullable SunTimes sunTimes(@Nullable Moment world) {
        Place place = orNull(loop::place);
        return place == null || world == null || !world.trusted() ? null : Sun.timesOfDay(place, world.instant());
    }

    @Override
    public List<PlanPoint> curve(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST_CURVE) > 0) {
            throw new IllegalArgumentException("a curve spans up to %d days, but %s to %s were asked for"
                    .formatted(LONGEST_CURVE.toDays(), from, to));
        }
        Moment world = orNull(loop::world);
        LightInputs in = new LightInputs(loop.inForce(), null, loop.override(world));
        return LightCurve.between(from, to, in, orNull(loop::place), world == null ? LampLoop.UNKNOWN : world);
    }

    /** Whoever asks gets an answer all the same: the loop meets the same failure and reports it. */
    private static <T> @Nullable T orNull(Supplier<@Nullable T> input) {
        try {
            return input.get();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
