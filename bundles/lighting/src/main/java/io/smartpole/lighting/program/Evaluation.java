package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import io.smartpole.lighting.program.DynamicControl.FixedControlEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one control program says at one moment: fixed times, then the sun, then the sensors. */
final class Evaluation {

    private final ControlProgram program;
    private final Situation in;
    private final StringBuilder why;

    private LightLevel level = LightLevel.OFF;
    private @Nullable Duration rampToLevelTime;
    private @Nullable Raise raise;
    private Instant until;

    private Evaluation(ControlProgram program, Situation in, String chosenBy) {
        this.program = program;
        this.in = in;
        this.until = in.night().whole().to();
        this.why = new StringBuilder(program.id()).append(" (").append(chosenBy).append("): ");
    }

    /** @param chosenBy why it is this program's night, in plain words */
    static Scheduled of(ControlProgram program, Situation in, String chosenBy) {
        return new Evaluation(program, in, chosenBy).scheduled();
    }

    private Scheduled scheduled() {
        boolean active = active();
        if (active) {
            fixedTimeControls();
            astroClockTimeControls();
            dynamicControls();
            if (raise != null && raise.level().compareTo(level) <= 0) {
                raise = null;
            }
        } else {
            why.append("not active at this time");
        }
        return new Scheduled(program.id(), active, level, raise, until, rampToLevelTime, why.toString());
    }

    private boolean active() {
        boolean active = program.activePeriods().isEmpty();
        for (ActivePeriod period : program.activePeriods()) {
            List<Span> spans = period.spans(in);
            mayChangeAt(spans);
            active |= Span.anyContains(spans, in.now());
        }
        return active;
    }

    /** Before the first time of the night, the last one holds. */
    private void fixedTimeControls() {
        List<FixedTimeControl> controls = program.fixedTimeControls();
        FixedTimeControl holds = controls.get(controls.size() - 1);
        for (FixedTimeControl control : controls) {
            Instant begin = in.night().at(control.startTime());
            if (begin.isAfter(in.now())) {
                mayChangeAt(begin);
                break;
            }
            holds = control;
        }
        level = holds.level();
        rampToLevelTime = holds.rampToLevelTime();
        why.append(level).append(" from ").append(holds.startTime());
    }

    private void astroClockTimeControls() {
        AstroClockTimeControl holds = null;
        Instant since = Instant.MIN;
        for (AstroClockTimeControl control : program.astroClockTimeControls()) {
            Instant begin = control.begin(in.sun());
            if (begin == null) {
                continue;
            }
            mayChangeAt(begin);
            if (!begin.isAfter(in.now()) && !begin.isBefore(since)) {
                holds = control;
                since = begin;
            }
        }
        if (holds != null) {
            LightLevel applied = holds.operation().apply(level, holds.level());
            if (!applied.equals(level)) {
                level = applied;
                rampToLevelTime = holds.rampToLevelTime();
                why.append(", ").append(holds.words());
            }
        }
    }

    /** From the lowest priority to the highest, so that the first control of the list has the last word. */
    private void dynamicControls() {
        List<DynamicControl> controls = program.dynamicControls();
        for (int i = controls.size() - 1; i >= 0; i--) {
            DynamicControl control = controls.get(i);
            Instant end = control.effect().activeUntil(in.now(), in.sensors());
            if (!end.isAfter(in.now())) {
                continue;
            }
            mayChangeAt(end);
            List<Span> spans = control.spans(in.night());
            mayChangeAt(spans);
            for (Span span : spans) {
                if (span.contains(in.now())) {
                    apply(control.effect(), end, span.to());
                }
            }
        }
    }

    private void apply(FixedControlEffect effect, Instant end, Instant endOfPeriod) {
        if (effect.isRaise()) {
            if (raise == null || effect.level().compareTo(raise.level()) >= 0) {
                raise = raise(effect, end, endOfPeriod);
            }
            return;
        }
        LightLevel applied = effect.apply(level, in.sensors());
        if (!applied.equals(level)) {
            level = applied;
            rampToLevelTime = effect.rampToLevelTime();
            why.append(", ")
                    .append(effect.source())
                    .append(": ")
                    .append(effect.operation().label());
            why.append(' ').append(effect.level());
        }
    }

    private Raise raise(FixedControlEffect effect, Instant end, Instant endOfPeriod) {
        boolean held = end.isBefore(Instant.MAX);
        String words = "%s: %s to %s".formatted(program.id(), effect.source(), effect.level());
        return new Raise(
                effect.level(),
                effect.source(),
                held ? (end.isBefore(endOfPeriod) ? end : endOfPeriod) : null,
                effect.rampToLevelTime(),
                effect.rampFromLevelTime(),
                held ? words + ", held for " + effect.holdTime().toSeconds() + " s" : words);
    }

    private void mayChangeAt(List<Span> spans) {
        for (Span span : spans) {
            mayChangeAt(span.from());
            mayChangeAt(span.to());
        }
    }

    private void mayChangeAt(Instant moment) {
        if (moment.isAfter(in.now()) && moment.isBefore(until)) {
            until = moment;
        }
    }
}
