package io.smartpole.lighting.output;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.profile.HardwareProfile.Depreciation;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the level decided to what the driver is told, in this order: minimum on and off times, ramp (never below the safety
 * floor on the way), virtual light output, constant light output. The driver's own curve comes after that, in the driver.
 * For one thread.
 */
public final class Dimming {

    private static final Duration SOFT = Duration.ofSeconds(30);
    private static final Duration TOWARDS_SOMEBODY = Duration.ofSeconds(2);
    private static final Duration AFTER_SOMEBODY = Duration.ofSeconds(20);
    private static final Duration ON_REQUEST = Duration.ofSeconds(1);

    private final Duration tick;
    private final AntiCycling cycling = new AntiCycling();
    private final Ramp ramp = new Ramp();
    private @Nullable LightRule lastRule;
    private @Nullable Duration afterSomebody;
    private boolean waiting;

    /** @param tick how long one step holds */
    public Dimming(Duration tick) {
        this.tick = tick;
    }

    /**
     * What a ramp may be told by the control program; null = the time of its class.
     *
     * @param program to a level of the program
     * @param toPresence up, when somebody comes
     * @param fromPresence down, when nobody is there any more
     */
    public record RampTimes(
            @Nullable Duration program,
            @Nullable Duration toPresence,
            @Nullable Duration fromPresence) {

        public static final RampTimes NONE = new RampTimes(null, null, null);
    }

    /**
     * @param lowest the safety floor while it holds, else off
     * @param day true only if it is proven day
     * @param type of the lamp
     * @param burningHours h
     * @param now the world's time
     * @return what the driver is to be told now
     */
    public LightLevel step(
            LightDecision decision,
            LightLevel lowest,
            boolean day,
            LampType type,
            double burningHours,
            RampTimes times,
            Moment now) {
        LightRule rule = behindTheFloor(decision);
        Duration over = rampTime(lastRule, rule, times);
        boolean anew = rule != lastRule;
        lastRule = rule;
        // Once nobody is there any more, nobody tells it.
        afterSomebody = times.fromPresence();
        LightLevel target = cycling.allow(decision, day, type, now.sinceBoot());
        waiting = !target.equals(decision.level());
        LightLevel light = ramp.step(target, over, anew, lowest, now.sinceBoot(), tick);
        return output(light, type, burningHours);
    }

    /** Where the light is, compared with the level decided. */
    public enum Phase {
        THERE,
        /** It ramps. */
        RAMPING,
        /** The lamp has to stay on or off a little longer first. */
        WAITING
    }

    public Phase phase() {
        if (ramp.moving()) {
            return Phase.RAMPING;
        }
        return waiting ? Phase.WAITING : Phase.THERE;
    }

    /** The floor only holds up what another rule wants, and that rule's time is the one to take. */
    private static LightRule behindTheFloor(LightDecision decision) {
        return decision.rule() == LightRule.SAFETY_FLOOR
                ? decision.next().map(Verdict::rule).orElse(LightRule.SAFETY_FLOOR)
                : decision.rule();
    }

    private Duration rampTime(@Nullable LightRule from, LightRule rule, RampTimes times) {
        if (from == LightRule.PRESENCE && rule.precedence() > LightRule.PRESENCE.precedence()) {
            return orElse(afterSomebody, AFTER_SOMEBODY);
        }
        return switch (rule) {
            case LOCAL_SERVICE, EMERGENCY, FAIL_SAFE -> Duration.ZERO;
            case OVERRIDE -> ON_REQUEST;
            case PRESENCE -> orElse(times.toPresence(), TOWARDS_SOMEBODY);
            case PROGRAM -> orElse(times.program(), SOFT);
            case SAFETY_FLOOR, PHOTOCELL, SUPPLY, ASTRONOMICAL -> SOFT;
        };
    }

    private static Duration orElse(@Nullable Duration given, Duration otherwise) {
        return given == null ? otherwise : given;
    }

    /** @return the share of the lamp's full power that gives this light at this place, at this age of the lamp */
    static LightLevel output(LightLevel light, LampType type, double burningHours) {
        return new LightLevel(light.ratio()
                * type.virtualLightOutput().ratio()
                * share(type.lumenDepreciation(), burningHours).ratio());
    }

    /** In straight lines between the points; before the first and after the last, nothing is guessed. */
    static LightLevel share(List<Depreciation> curve, double hours) {
        if (curve.isEmpty()) {
            return LightLevel.FULL;
        }
        Depreciation before = curve.get(0);
        for (Depreciation point : curve) {
            if (point.hours() > hours) {
                double way = point.hours() > before.hours()
                        ? Math.max(0, (hours - before.hours()) / (point.hours() - before.hours()))
                        : 1;
                return new LightLevel(before.share().ratio()
                        + way * (point.share().ratio() - before.share().ratio()));
            }
            before = point;
        }
        return before.share();
    }
}
