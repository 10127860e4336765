package io.smartpole.console;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the lamp was told and what it took, for the curve of the day. In memory only: it begins at start. */
final class LightHistory {

    /** The level changes some twenty times a night. */
    static final int STEPS = 512;

    /** A day and a half, one point every five minutes. */
    static final int MEASUREMENTS = 432;

    private static final Duration BETWEEN_MEASUREMENTS = Duration.ofMinutes(5);

    /**
     * The lamp was told another level.
     *
     * @param from when, in the world's time
     * @param ratio 0 to 1
     */
    record Step(Instant from, double ratio) {}

    /**
     * The lamp's power was measured.
     *
     * @param time when, in the world's time
     * @param watts W
     */
    record Power(Instant time, double watts) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Deque<Power> measured = new ArrayDeque<>();

    /** Takes {@code lamp/level} and {@code lamp/power}; anything else is of no interest here. */
    synchronized void put(Reading reading) {
        if (!reading.time().trusted() || !(reading.value() instanceof Value.Numeric value)) {
            return;
        }
        Instant time = reading.time().instant();
        switch (reading.series().name()) {
            case "lamp/level" -> step(new Step(time, value.number()));
            case "lamp/power" -> power(new Power(time, value.number()));
            default -> {}
        }
    }

    private void step(Step next) {
        // What seems to be later was stamped by a clock that has been set back since.
        while (!steps.isEmpty() && steps.getLast().from.isAfter(next.from)) {
            steps.removeLast();
        }
        if (!steps.isEmpty() && steps.getLast().ratio == next.ratio) {
            return;
        }
        steps.addLast(next);
        if (steps.size() > STEPS) {
            steps.removeFirst();
        }
    }

    private void power(Power next) {
        while (!measured.isEmpty() && measured.getLast().time.isAfter(next.time)) {
            measured.removeLast();
        }
        if (!measured.isEmpty() && next.time.isBefore(measured.getLast().time.plus(BETWEEN_MEASUREMENTS))) {
            return;
        }
        measured.addLast(next);
        if (measured.size() > MEASUREMENTS) {
            measured.removeFirst();
        }
    }

    /** @return the step that holds at {@code from}, beginning there, and those after it */
    synchronized List<Step> stepsSince(Instant from) {
        List<Step> since = new ArrayList<>();
        for (Step step : steps) {
            if (step.from.isAfter(from)) {
                since.add(step);
            } else {
                since.clear();
                since.add(new Step(from, step.ratio));
            }
        }
        return since;
    }

    synchronized List<Power> measuredSince(Instant from) {
        return measured.stream().filter(power -> !power.time.isBefore(from)).toList();
    }
}
