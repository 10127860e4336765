package io.smartpole.lighting.supervision;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lamp's counters. For one thread. Times are the world's time since boot, so a step of the calendar changes nothing.
 *
 * <p>Energy is the area below the straight lines between measured powers. Where none came for longer than
 * {@link #LONGEST_GAP}, and for longer than three usual intervals, it is that of the expected power at what the driver was
 * told, and counts as estimated too. So it does without a meter.
 *
 * <p>The lamp burns if its measured power says so; if that cannot tell yet, or at all, if the driver was told so.
 */
final class LampLedger {

    static final Duration LONGEST_GAP = Duration.ofMinutes(5);

    private static final int USUAL_INTERVALS = 3;
    private static final double NANOS_PER_HOUR = 3_600e9;

    private double energy;
    private double estimatedEnergy;
    private double burningHours;
    private long switchOns;

    private @Nullable Lamp lamp;
    private @Nullable Commanded commanded;
    private boolean mains = true;
    private @Nullable Boolean burning;

    /** Up to when everything below is counted. */
    private @Nullable Duration countedTo;

    /** Expected energy since the newest measured power, in Wh: needed only if no next one comes in time. */
    private double pending;

    /** The newest measured power; null once it is too old. */
    private @Nullable Measured measured;

    private @Nullable Duration newest;
    private Duration interval = Duration.ZERO;
    private Duration formerInterval = Duration.ZERO;

    private record Lamp(ExpectedPower expected, Duration warmUp, boolean startsWithMains) {}

    private record Measured(Duration at, double watts) {}

    /** @param start where the counters begin */
    LampLedger(LampFigures start) {
        energy = start.energy();
        estimatedEnergy = start.estimatedEnergy();
        burningHours = start.burningHours();
        switchOns = start.switchOns();
    }

    /**
     * @param wiring the lamp that is there from now on; null if there is none: nothing is counted then
     * @param supply where a cabinet switches the mains, each start of this process is a start of the lamp
     */
    void lamp(@Nullable LampWiring wiring, Supply supply) {
        measured = null; // of another lamp
        lamp = wiring == null
                ? null
                : new Lamp(new ExpectedPower(wiring), wiring.type().warmUp(), supply.switchedByCabinet());
    }

    /** @param output what the driver was told, 0 to 1 */
    void output(Duration at, double output) {
        pass(at);
        commanded = commanded == null ? Commanded.first(output, at) : commanded.next(output, at);
        see();
    }

    /** @param present what the mains input says: without, the lamp takes nothing */
    void mains(Duration at, boolean present) {
        pass(at);
        if (mains != present && commanded != null) {
            commanded = commanded.poweredUp(at);
        }
        mains = present;
        see();
    }

    /** @param watts taken by the lamp with its control gear; below zero is the meter's offset */
    void power(Duration at, double watts) {
        pass(at);
        Duration now = countedTo == null || at.compareTo(countedTo) > 0 ? at : countedTo;
        double taken = Math.max(0, watts);
        Measured before = measured;
        if (before == null) {
            estimate();
        } else {
            energy += (before.watts + taken) / 2 * hours(now.minus(before.at));
            pending = 0;
        }
        if (newest != null) {
            formerInterval = interval;
            interval = now.minus(newest);
        }
        newest = now;
        measured = new Measured(now, taken);
        see();
    }

    /** Counts what has happened since it was told anything. */
    void pass(Duration at) {
        Duration from = countedTo;
        if (from != null && at.compareTo(from) <= 0) {
            return; // told late by another thread
        }
        countedTo = at;
        if (from == null || lamp == null) {
            return;
        }
        double hours = hours(at.minus(from));
        if (Boolean.TRUE.equals(burning)) {
            burningHours += hours;
        }
        if (commanded != null && mains) {
            pending += lamp.expected.at(commanded.output()) * hours;
        }
        if (measured == null) {
            estimate();
        } else if (at.minus(measured.at).compareTo(longestGap()) > 0) {
            measured = null;
            estimate();
            see();
        }
    }

    /** The shorter of two, so that one gap does not make the next one usual. In a fast simulation an hour is usual. */
    private Duration longestGap() {
        Duration usual = interval.compareTo(formerInterval) < 0 ? interval : formerInterval;
        Duration patience = usual.multipliedBy(USUAL_INTERVALS);
        return patience.compareTo(LONGEST_GAP) > 0 ? patience : LONGEST_GAP;
    }

    private void estimate() {
        energy += pending;
        estimatedEnergy += pending;
        pending = 0;
    }

    private void see() {
        Commanded told = commanded;
        Lamp known = lamp;
        if (told == null || known == null) {
            return;
        }
        boolean now = mains && isLit(known, told);
        boolean before = burning == null ? !known.startsWithMains : burning; // else this process was restarted
        if (now && !before) {
            switchOns++;
        }
        burning = now;
    }

    private boolean isLit(Lamp known, Commanded told) {
        Measured seen = measured;
        double output = told.output();
        if (seen == null || !told.isSettled(seen.at, known.warmUp) || !known.expected.tellsLight(output)) {
            return told.isOn();
        }
        return seen.watts >= known.expected.lightFrom(output);
    }

    private static double hours(Duration time) {
        return time.toNanos() / NANOS_PER_HOUR;
    }

    /** @return without CO2 */
    LampFigures figures() {
        return new LampFigures(energy, estimatedEnergy, burningHours, switchOns, null);
    }
}
