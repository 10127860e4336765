package io.smartpole.lighting;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.LightStatus.InForce;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.light.SunTimes;
import io.smartpole.core.pole.Place;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.decision.LightCurve;
import io.smartpole.lighting.decision.LightInputs;
import io.smartpole.lighting.decision.LightPolicy;
import io.smartpole.lighting.request.Requests;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.sun.Daylight;
import io.smartpole.lighting.sun.Sun;
import io.smartpole.lighting.supervision.LampReadings;
import io.smartpole.lighting.supervision.LampSupervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes requests for the control loop and tells what it does: on the thread of whoever asks. */
@Component
public final class LightDesk implements Lighting {

    private static final double WH_PER_KWH = 1000;
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    /** Rules that follow a plan, and no sensor. */
    private static final Set<LightRule> PLANNED =
            EnumSet.of(LightRule.PROGRAM, LightRule.ASTRONOMICAL, LightRule.SUPPLY);

    private static final Duration LOOK_AHEAD = Duration.ofDays(2);

    private final LampLoop loop;
    private final Surroundings surroundings;
    private final LampReadings readings;
    private final LampSupervisor supervisor;
    private volatile @Nullable Change change;

    @Activate
    public LightDesk(
            @Reference LampLoop loop,
            @Reference Surroundings surroundings,
            @Reference LampReadings readings,
            @Reference LampSupervisor supervisor) {
        this.loop = loop;
        this.surroundings = surroundings;
        this.readings = readings;
        this.supervisor = supervisor;
    }

    @Override
    public LightResult request(LightRequest request) {
        Moment world = orNull(surroundings::world);
        LightResult result = surroundings.requests().request(request, world, loop::wake);
        if (world == null || result.outcome() == Outcome.REFUSED) {
            return result;
        }
        if (request instanceof SetLevel set) {
            return judged(result, LightRule.OVERRIDE, set, world);
        }
        return request instanceof Emergency ? judged(result, LightRule.EMERGENCY, null, world) : result;
    }

    /** @return the result, with what stands in the way of the request now or soon */
    private LightResult judged(LightResult result, LightRule asked, @Nullable SetLevel set, Moment world) {
        Requests requests = surroundings.requests();
        LightInputs in = loop.latest()
                .inputs()
                .withRequests(requests.localService(world), requests.emergency(world), requests.override(world));
        LightDecision decision = LightPolicy.decide(in, world);
        if (decision.rule() != asked) {
            return new LightResult(
                    Outcome.BOUNDED,
                    decision.rule() == LightRule.SAFETY_FLOOR
                            ? "%s; the safety floor holds the lamp at %s while it is not proven day"
                                    .formatted(result.message(), decision.level())
                            : "%s; for now the lamp stays at %s by rule %s"
                                    .formatted(
                                            result.message(),
                                            decision.level(),
                                            decision.rule().label()));
        }
        Daylight sky = in.sky(world);
        LightLevel floor = in.settings().floor();
        boolean untilDusk = set != null
                && sky != null
                && sky.day()
                && set.level().compareTo(floor) < 0
                && sky.until().isBefore(world.instant().plus(set.duration()));
        return untilDusk
                ? new LightResult(result.outcome(), "%s; from dusk on not below %s".formatted(result.message(), floor))
                : result;
    }

    @Override
    public LightStatus status() {
        Cycle cycle = loop.latest();
        LightInputs in = cycle.inputs();
        Moment world = cycle.world();
        return new LightStatus(
                untilItChanges(cycle),
                cycle.lampProblem() == null ? cycle.output() : null,
                cycle.floor(),
                inForce(in.localService(), world),
                inForce(in.emergency(), world),
                inForce(in.override(), world),
                Explanation.inputs(cycle),
                world == null ? null : readings.power(world),
                figures(in.settings().co2Factor()),
                supervisor.alarms(),
                sunTimes(world),
                cycle.problem());
    }

    /**
     * A planned decision holds until a boundary at which it may change; most often it does not. People are told when it
     * does.
     */
    private LightDecision untilItChanges(Cycle cycle) {
        LightDecision decision = cycle.decision();
        Moment world = cycle.world();
        Instant until = decision.until();
        if (until == null || world == null || !PLANNED.contains(decision.rule())) {
            return decision;
        }
        Change known = change;
        if (known == null || !known.fits(decision, world.instant())) {
            Instant end = until.plus(LOOK_AHEAD);
            known = new Change(decision.level(), decision.rule(), until, nextChange(decision, curve(until, end), end));
            change = known;
        }
        return new LightDecision(
                decision.level(), decision.rule(), known.at, decision.next().orElse(null), decision.trace());
    }

    private static Instant nextChange(LightDecision decision, List<PlanPoint> plan, Instant end) {
        return plan.stream()
                .filter(point -> !point.level().equals(decision.level()) || point.rule() != decision.rule())
                .map(PlanPoint::from)
                .findFirst()
                .orElse(end);
    }

    /** What was found last: the same is asked for every second. */
    private record Change(LightLevel level, LightRule rule, Instant until, Instant at) {

        boolean fits(LightDecision decision, Instant now) {
            return level.equals(decision.level())
                    && rule == decision.rule()
                    && until.equals(decision.until())
                    && now.isBefore(at);
        }
    }

    private static @Nullable InForce inForce(@Nullable TimedRequest request, @Nullable Moment world) {
        return request == null || world == null ? null : new InForce(request.level(), request.endAsOf(world));
    }

    private LampFigures figures(@Nullable Double gramsPerKwh) {
        LampFigures counted = supervisor.figures();
        return new LampFigures(
                counted.energy(),
                counted.estimatedEnergy(),
                counted.burningHours(),
                counted.switchOns(),
                gramsPerKwh == null ? null : counted.energy() / WH_PER_KWH * gramsPerKwh);
    }

    private @Nullable SunTimes sunTimes(@Nullable Moment world) {
        Place place = orNull(surroundings::place);
        return place == null || world == null || !world.trusted() ? null : Sun.timesOfDay(place, world.instant());
    }

    @Override
    public List<PlanPoint> curve(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST_CURVE) > 0) {
            throw new IllegalArgumentException("a curve spans up to %d days, but %s to %s were asked for"
                    .formatted(LONGEST_CURVE.toDays(), from, to));
        }
        Cycle cycle = loop.latest();
        Moment world = cycle.world();
        if (world != null
                && from.isBefore(world.instant())
                && from.isAfter(world.instant().minus(JUST_NOW))) {
            // Asked for from now on, and the loop turned in between.
            world = new Moment(from, world.trusted(), world.sinceBoot());
        }
        return LightCurve.between(
                from, to, cycle.inputs(), orNull(surroundings::place), world == null ? LampLoop.UNKNOWN : world);
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
