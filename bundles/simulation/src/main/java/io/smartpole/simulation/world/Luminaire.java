package io.smartpole.simulation.world;

import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LevelPower;
import java.time.Duration;

/**
 * The lamp as a thing: what light it gives for the light it is told, whatever carries that to it, and what power that
 * takes.
 *
 * <p>Warm, it takes the power of its type's power curve. Without one: standby + (rated - standby) x light / efficiency of
 * the LED driver at that light, relative to full light. A cold LED takes up to 4 % more for some minutes.
 *
 * <p>Times are the world's time since boot, and never go back.
 */
public final class Luminaire {

    /** What is wrong with the lamp. */
    public enum Defect {
        NONE,
        /** The LEDs are open: no light, the driver takes its standby power. */
        OPEN,
        /** Full light, whatever it is told. */
        FULL,
        /** It keeps the light that it had. */
        STUCK,
        /** While it should burn, it goes off and on by itself. */
        CYCLING,
        /** A part of the LEDs is open: it gives 70 % of its light and takes 70 % of its power. */
        WEAK
    }

    /**
     * What it has done since it was made.
     *
     * @param energy taken, in Wh
     * @param powered how long it had power
     * @param powerUps how often it got power
     * @param lit how long it gave light
     * @param starts how often it went from dark to lit
     */
    public record Counters(double energy, Duration powered, long powerUps, Duration lit, long starts) {}

    private static final double COLD_EXTRA = 0.04;
    private static final double WARM_UP_S = 240;
    private static final double WEAK_SHARE = 0.7;
    private static final long CYCLE_MS = 40_000;
    private static final long CYCLE_LIT_MS = 25_000;

    private final LampType type;
    private final double standby;
    private double told;
    private Defect defect = Defect.NONE;
    private Duration defectSince;
    private double drivenBefore;
    private boolean powered = true;

    /** How far the LEDs that still work are driven, 0 to 1, and when that was worked out. */
    private double driven;

    private Duration since;
    private double warmth;

    private double wattSeconds;
    private Duration poweredFor = Duration.ZERO;
    private Duration litFor = Duration.ZERO;
    private long powerUps = 1;
    private long starts;

    /**
     * @param light what it gives while nobody tells it anything, 0 to 1
     * @param now when it got power
     */
    public Luminaire(LampType type, double light, Duration now) {
        this.type = type;
        this.standby = Math.min(type.standbyPower(), type.ratedPower());
        this.told = light;
        this.since = now;
        this.defectSince = now;
        settle();
    }

    /** @param light what it is told, 0 to 1 */
    public synchronized void drive(double light, Duration now) {
        advance(now);
        told = light;
        settle();
    }

    public synchronized void defect(Defect newDefect, Duration now) {
        if (newDefect == defect) {
            return;
        }
        advance(now);
        defect = newDefect;
        defectSince = since;
        drivenBefore = driven;
        settle();
    }

    /** @param on whether mains reach it */
    public synchronized void mains(boolean on, Duration now) {
        advance(now);
        if (on && !powered) {
            powerUps++;
        }
        powered = on;
        settle();
    }

    /** @return whether no current can flow through the LEDs */
    public synchronized boolean open() {
        return defect == Defect.OPEN;
    }

    /** @return 0 to 1 of its full light */
    public synchronized double light(Duration now) {
        advance(now);
        return driven * share();
    }

    /** @return in W */
    public synchronized double power(Duration now) {
        advance(now);
        return powered ? standby + load() * (1 + COLD_EXTRA * cold()) : 0;
    }

    /** @return 0 for cold, 1 for as warm as it gets at full light */
    public synchronized double warmth(Duration now) {
        advance(now);
        return warmth;
    }

    public synchronized Counters counters(Duration now) {
        advance(now);
        return new Counters(wattSeconds / 3600, poweredFor, powerUps, litFor, starts);
    }

    private void advance(Duration now) {
        if (defect == Defect.CYCLING) {
            for (Duration turn = nextTurn(); turn.compareTo(now) <= 0; turn = nextTurn()) {
                pass(turn);
                settle();
            }
        }
        if (now.compareTo(since) > 0) {
            pass(now);
        }
    }

    private void settle() {
        double before = driven;
        driven = !powered
                ? 0
                : switch (defect) {
                    case NONE, WEAK -> told;
                    case OPEN -> 0;
                    case FULL -> 1;
                    case STUCK -> drivenBefore;
                    case CYCLING -> inCycle() < CYCLE_LIT_MS ? told : 0;
                };
        if (before == 0 && driven > 0) {
            starts++;
        }
    }

    private void pass(Duration to) {
        double seconds = to.minus(since).toMillis() / 1000.0;
        double cooling = Math.exp(-seconds / WARM_UP_S);
        if (powered) {
            // The integral of power(): what is extra fades with the cold.
            wattSeconds += standby * seconds + load() * (seconds + COLD_EXTRA * cold() * WARM_UP_S * (1 - cooling));
            poweredFor = poweredFor.plus(to.minus(since));
        }
        if (driven > 0) {
            litFor = litFor.plus(to.minus(since));
        }
        warmth = driven + (warmth - driven) * cooling;
        since = to;
    }

    private double cold() {
        return Math.max(0, driven - warmth);
    }

    /** @return what it takes above standby when warm, in W */
    private double load() {
        return share() * (warmPower() - standby);
    }

    private double share() {
        return defect == Defect.WEAK ? WEAK_SHARE : 1;
    }

    private double warmPower() {
        if (type.powerCurve().isEmpty()) {
            return standby + (type.ratedPower() - standby) * driven / efficiency(driven);
        }
        double fromLevel = 0;
        double fromPower = standby;
        for (LevelPower point : type.powerCurve()) {
            double level = point.level().ratio();
            if (driven <= level) {
                return level == fromLevel
                        ? point.power()
                        : fromPower + (point.power() - fromPower) * (driven - fromLevel) / (level - fromLevel);
            }
            fromLevel = level;
            fromPower = point.power();
        }
        return fromPower + (type.ratedPower() - fromPower) * (driven - fromLevel) / (1 - fromLevel);
    }

    /** LED drivers lose a larger share at a low load. @return 1 at full light */
    private static double efficiency(double light) {
        double dimmed = 1 - light;
        return 1 - 0.12 * dimmed * dimmed * dimmed;
    }

    private long inCycle() {
        return since.minus(defectSince).toMillis() % CYCLE_MS;
    }

    private Duration nextTurn() {
        long inCycle = inCycle();
        return since.plusMillis((inCycle < CYCLE_LIT_MS ? CYCLE_LIT_MS : CYCLE_MS) - inCycle);
    }
}
