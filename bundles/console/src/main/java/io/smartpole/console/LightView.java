package io.smartpole.console;

import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.SunTimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/light}: what the lamp is told, and everything that explains why. All times are the world's.
 *
 * @param levelPercent the level that was decided, 0 to 100
 * @param rule label of the rule that chose it, such as {@code program}
 * @param until when it may change by itself; null if that cannot be known
 * @param why what that rule says
 * @param next what would hold without that rule; null if nothing stands behind it
 * @param trace what each rule had to say, highest precedence first
 * @param outputPercent what the driver was told after ramp, virtual light output and constant light output; null while
 *     no driver takes it: then nobody knows what the lamp does
 * @param floorPercent the lamp is never below it while it is not proven day
 * @param localService a technician holds the lamp; null if none
 * @param emergency emergency services asked for light; null if none
 * @param override somebody asked for a level; null if none
 * @param inputs what the decision was made from, in plain words
 * @param powerWatts newest measurement; null if there is none
 * @param ratedWatts the lamp's power at full light; null if the profile is not known
 * @param figures what the lamp has done since its counters began
 * @param alarms what is wrong with the lamp now
 * @param sun dawn and dusk of this solar day; null while time or place is not known
 * @param night the curve; null while the clock is not trusted
 * @param problem what is wrong with the light control, in plain words; null if nothing
 */
record LightView(
        double levelPercent,
        String rule,
        @Nullable Instant until,
        String why,
        @Nullable Next next,
        List<Trace> trace,
        @Nullable Double outputPercent,
        double floorPercent,
        @Nullable InForce localService,
        @Nullable InForce emergency,
        @Nullable InForce override,
        Map<String, String> inputs,
        @Nullable Double powerWatts,
        @Nullable Double ratedWatts,
        Figures figures,
        List<Alarm> alarms,
        @Nullable SunTimes sun,
        @Nullable NightView night,
        @Nullable String problem) {

    record Next(String rule, double levelPercent, String why) {

        static @Nullable Next of(LightDecision decision) {
            LightDecision.Verdict next = decision.next().orElse(null);
            return next == null || next.level() == null
                    ? null
                    : new Next(next.rule().label(), percent(next.level()), next.why());
        }
    }

    /**
     * What one rule had to say.
     *
     * @param precedence its level in the stack of decisions: 1 is the highest, 7 the lowest
     * @param levelPercent null if it has nothing to say now
     */
    record Trace(String rule, int precedence, @Nullable Double levelPercent, String why) {

        static Trace of(LightDecision.Verdict verdict) {
            LightLevel level = verdict.level();
            return new Trace(
                    verdict.rule().label(),
                    verdict.rule().precedence(),
                    level == null ? null : percent(level),
                    verdict.why());
        }
    }

    /** A level that somebody asked for; {@code until} is null while the clock is not trusted. */
    record InForce(double levelPercent, @Nullable Instant until) {

        static @Nullable InForce of(LightStatus.@Nullable InForce request) {
            return request == null ? null : new InForce(percent(request.level()), request.until());
        }
    }

    /**
     * @param estimatedEnergyWh the part of {@code energyWh} that no meter measured
     * @param co2Grams null while no factor is configured
     * @param note that nobody may bill by it
     */
    record Figures(
            double energyWh,
            double estimatedEnergyWh,
            double burningHours,
            long switchOns,
            @Nullable Double co2Grams,
            String note) {

        static Figures of(LampFigures figures) {
            return new Figures(
                    tenths(figures.energy()),
                    tenths(figures.estimatedEnergy()),
                    tenths(figures.burningHours()),
                    figures.switchOns(),
                    figures.co2() == null ? null : tenths(figures.co2()),
                    "not for billing");
        }
    }

    record Alarm(String event, String evidence, @Nullable Instant since) {

        static Alarm of(LampAlarm alarm) {
            return new Alarm(alarm.event(), alarm.evidence(), alarm.since());
        }
    }

    static LightView of(LightStatus status, @Nullable Double ratedWatts, @Nullable NightView night) {
        LightDecision decision = status.decision();
        LightLevel output = status.output();
        Double watts = status.watts();
        return new LightView(
                percent(decision.level()),
                decision.rule().label(),
                decision.until(),
                decision.why(),
                Next.of(decision),
                decision.trace().stream().map(Trace::of).toList(),
                output == null ? null : percent(output),
                percent(status.floor()),
                InForce.of(status.localService()),
                InForce.of(status.emergency()),
                InForce.of(status.override()),
                status.inputs(),
                watts == null ? null : tenths(watts),
                ratedWatts,
                Figures.of(status.figures()),
                status.alarms().stream().map(Alarm::of).toList(),
                status.sun(),
                night,
                status.problem());
    }

    static double percent(LightLevel level) {
        return tenths(level.percent());
    }

    static double tenths(double number) {
        return Math.round(number * 10) / 10.0;
    }
}
