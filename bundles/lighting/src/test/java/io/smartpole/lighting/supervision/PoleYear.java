package io.smartpole.lighting.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A lamp through a year from midnight of 1 January, as the monitor sees it: dusk and dawn of the lower Rhine, 50 % from
 * 22:00 to 05:00, ramps of 30 s, cold starts, noise of meter and mains, lost samples and answers.
 */
final class PoleYear {

    enum Defect {
        NONE,
        OPEN,
        FULL,
        WEAK,
        STRONG,
        CYCLING,
        POWER_FACTOR,
        VOLTAGE_HIGH,
        VOLTAGE_LOW,
        MAINS_OFF,
        GEAR_SILENT,
        GEAR_FAILURE
    }

    /**
     * @param from in s
     * @param to in s
     */
    record Fault(LampEvent event, Defect defect, long from, long to) {}

    /** @param at in s */
    record Told(long at, AlarmChange change) {}

    static final int DAY = 86_400;
    private static final int RAMP_STEP = 5;
    private static final double RAMP_PER_STEP = RAMP_STEP / 30.0;
    private static final double STANDBY = 0.5;
    private static final double RATED = 42;

    private final Random random;
    private final LampMonitor monitor;
    private final int interval;
    private final List<Told> told = new ArrayList<>();

    private double season;
    private double output;
    private double warmth;
    private double light;

    PoleYear(long seed, LampMonitor monitor, int interval) {
        this.random = new Random(seed);
        this.monitor = monitor;
        this.interval = interval;
    }

    List<Told> run(List<Fault> faults) {
        monitor.output(Duration.ZERO, output);
        int fault = 0;
        Defect before = Defect.NONE;
        for (long now = 0; now < 365L * DAY; now = next(now)) {
            while (fault < faults.size() && faults.get(fault).to <= now) {
                fault++;
            }
            Defect defect =
                    fault < faults.size() && faults.get(fault).from <= now ? faults.get(fault).defect : Defect.NONE;
            if ((defect == Defect.MAINS_OFF) != (before == Defect.MAINS_OFF)) {
                monitor.mains(Duration.ofSeconds(now), defect != Defect.MAINS_OFF);
            }
            before = defect;
            drive(now);
            if (now % interval == 0) {
                measure(now, defect);
            }
            for (AlarmChange change : monitor.changes()) {
                told.add(new Told(now, change));
            }
        }
        return told;
    }

    /** Fine steps only while a ramp runs. */
    private long next(long now) {
        int step = output == target(now) ? Math.min(interval, 60) : RAMP_STEP;
        return now - now % step + step;
    }

    private void drive(long now) {
        double target = target(now);
        double step = Math.max(-RAMP_PER_STEP, Math.min(RAMP_PER_STEP, target - output));
        boolean changes = Math.abs(step) > 1e-9;
        if (changes) {
            output = Math.abs(target - output) <= RAMP_PER_STEP ? target : output + step;
        }
        if (changes || now % 60 == 0) {
            monitor.output(Duration.ofSeconds(now), output);
        }
    }

    /** Season: 0 in midwinter, 1 in midsummer. */
    private double target(long now) {
        if (now % DAY == 0) {
            season = (1 - Math.cos(2 * Math.PI * now / (365.0 * DAY))) / 2;
        }
        double hour = now % DAY / 3600.0;
        boolean night = hour >= 16.4 + 5.2 * season || hour < 7.8 - 3.6 * season;
        return !night ? 0 : hour >= 22 || hour < 5 ? 0.5 : 1;
    }

    private void measure(long now, Defect defect) {
        follow(now, defect);
        Duration at = Duration.ofSeconds(now);
        if (random.nextInt(1000) == 0) {
            return; // lost on its way
        }
        boolean mains = defect != Defect.MAINS_OFF;
        monitor.power(at, mains ? power(defect) * noise(0.01) : 0);
        monitor.voltage(at, mains ? voltage(defect) + 2 * random.nextGaussian() : 0);
        monitor.powerFactor(at, mains ? powerFactor(defect) + 0.005 * random.nextGaussian() : 0);
        boolean answers = mains && defect != Defect.GEAR_SILENT && random.nextInt(100) > 0;
        monitor.gearAnswers(at, answers);
        if (answers) {
            monitor.gearLampFailure(at, defect == Defect.OPEN && output > 0);
            monitor.gearFailure(at, defect == Defect.GEAR_FAILURE);
        }
    }

    private void follow(long now, Defect defect) {
        boolean dark =
                defect == Defect.OPEN || defect == Defect.MAINS_OFF || (defect == Defect.CYCLING && now / 40 % 2 == 0);
        light = dark ? 0 : defect == Defect.FULL ? 1 : output;
        warmth += (light - warmth) * (1 - Math.exp(-interval / 240.0));
    }

    private double power(Defect defect) {
        double dimmed = 1 - light;
        double efficiency = 1 - 0.12 * dimmed * dimmed * dimmed;
        double cold = 1 + 0.04 * Math.max(0, light - warmth);
        double share = defect == Defect.WEAK ? 0.7 : defect == Defect.STRONG ? 1.25 : 1;
        return STANDBY + (RATED - STANDBY) * light / efficiency * cold * share;
    }

    private double voltage(Defect defect) {
        return defect == Defect.VOLTAGE_HIGH ? 262 : defect == Defect.VOLTAGE_LOW ? 197 : 230;
    }

    private double powerFactor(Defect defect) {
        return (defect == Defect.POWER_FACTOR ? 0.8 : 0.96)
                - 0.3 * Math.pow(1 - Math.max(0.5, light), 3)
                - (light > 0 ? 0 : 0.5);
    }

    private double noise(double share) {
        return 1 + share * random.nextGaussian();
    }
}
