package io.smartpole.simulation.dali;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The level of a control gear and its way there: limits, fading, power-on and system failure (IEC 62386-102, clause 9).
 * Times are real time since boot, and never go back.
 */
final class ArcPower {

    /** So long after power-up it waits for a level from the bus before it takes its power-on level: 0.54 to 0.66 s. */
    private static final Duration POWER_ON_WAIT = Duration.ofMillis(600);

    private final GearSettings settings;
    private final Load load;

    private int actual;
    private int lastActive = GearSettings.HIGHEST;
    private boolean limitError;
    private boolean lampFailure;
    private int lampFailures;
    private @Nullable Fade fade;
    private @Nullable Duration powerOnAt;

    private record Fade(int from, int to, Duration start, Duration length) {}

    /** @param level that it gives already */
    ArcPower(GearSettings settings, Load load, int level) {
        this.settings = settings;
        this.load = load;
        show(level);
    }

    /** Lets time pass: a fade goes on, the wait after power-up ends, the lamp is looked at. */
    void advance(Duration now) {
        if (powerOnAt != null && now.compareTo(powerOnAt) >= 0) {
            powerOnAt = null;
            int level = settings.powerOn();
            show(settings.bounded(level == GearSettings.MASK ? lastActive : level));
        }
        if (fade != null) {
            show(levelOf(fade, now));
        }
        watchLamp();
    }

    /** DAPC: to a level with the fade time; 255 (MASK) stops a fade. */
    void direct(int level, Duration now) {
        powerOnAt = null;
        fade = null;
        if (level == GearSettings.MASK) {
            return;
        }
        int goal = settings.bounded(level);
        limitError = goal != level;
        Duration length = settings.fadeLength();
        if (length.isZero() || goal == actual) {
            show(goal);
        } else {
            int from = actual == 0 ? settings.lowest() : actual;
            fade = new Fade(from, goal, now, length);
            show(from);
        }
    }

    /** To a level at once, as the indirect commands do. */
    void jump(int level) {
        powerOnAt = null;
        fade = null;
        limitError = false;
        show(settings.bounded(level));
    }

    /** The limits have changed. */
    void keepWithinLimits() {
        show(settings.bounded(actual));
    }

    /** The bus is dead, so the gear takes its system failure level. */
    void busFailed() {
        if (settings.systemFailure() != GearSettings.MASK) {
            jump(settings.systemFailure());
        }
    }

    void powerLost() {
        powerOnAt = null;
        fade = null;
        limitError = false;
        show(0);
    }

    void powerReturned(Duration now) {
        powerOnAt = now.plus(POWER_ON_WAIT);
    }

    private int levelOf(Fade running, Duration now) {
        double way = (double) now.minus(running.start).toMillis() / running.length.toMillis();
        if (way >= 1) {
            fade = null;
            return running.to;
        }
        int end = Math.max(running.to, settings.lowest());
        return (int) Math.round(running.from + (end - running.from) * Math.max(0, way));
    }

    private void show(int level) {
        actual = level;
        if (level > 0) {
            lastActive = level;
        }
        load.drive(light(level));
        watchLamp();
    }

    /** A broken lamp is noticed while the gear tries to light it, and stays known until it burns again. */
    private void watchLamp() {
        if (actual > 0) {
            boolean open = load.open();
            if (open && !lampFailure) {
                lampFailures++;
            }
            lampFailure = open;
        }
    }

    /** The standard's logarithmic dimming curve. @return 0 to 1 */
    static double light(int level) {
        return level == 0 ? 0 : Math.pow(10, (level - 1) * 3 / 253.0 - 3);
    }

    int actual() {
        return actual;
    }

    /** @return what QUERY ACTUAL LEVEL tells: MASK while it starts, and when the lamp does not burn though it should */
    int told() {
        return powerOnAt != null || (lampFailure && actual > 0) ? GearSettings.MASK : actual;
    }

    boolean lampOn() {
        return actual > 0 && !lampFailure;
    }

    boolean lampFailure() {
        return lampFailure;
    }

    /** @return how often the lamp was found broken */
    int lampFailures() {
        return lampFailures;
    }

    boolean limitError() {
        return limitError;
    }

    boolean fading() {
        return fade != null;
    }
}
