package io.smartpole.simulation.world;

import io.smartpole.core.profile.HardwareProfile.LampWiring;
import java.time.Duration;

/**
 * The lamp as a thing: what light it gives for the signal on its control line, and what power that takes.
 *
 * <p>Power = standby + (rated - standby) x light / efficiency of the LED driver at that light, relative to full light;
 * a cold LED takes up to 4 % more for some minutes. It reaches the rated power when warm at full light.
 *
 * <p>Times are the world's time since boot.
 */
public final class Luminaire {

    /** What is wrong with the lamp. */
    public enum Defect {
        NONE,
        /** The LEDs are open: no light, the driver takes its standby power. */
        OPEN,
        /** Full light, whatever the control line says. */
        FULL
    }

    private static final double LARGEST_STANDBY = 0.4;
    private static final double COLD_EXTRA = 0.04;
    private static final double WARM_UP_S = 240;

    private final LampWiring wiring;
    private final double standby;
    private double told;
    private Defect defect = Defect.NONE;

    private double light;
    private double warmth;
    private Duration since;

    /**
     * It begins as nobody drives its control line: off, if its wiring says so, else at full light.
     *
     * @param now when it got power
     */
    public Luminaire(LampWiring wiring, Duration now) {
        this.wiring = wiring;
        this.standby = Math.min(LARGEST_STANDBY, 0.02 * wiring.ratedPower());
        this.told = wiring.gatewayDead().equals("off") ? 0 : 1;
        this.light = told;
        this.since = now;
    }

    /** @param high share of time that the control line is high, 0 to 1 */
    public synchronized void drive(double high, Duration now) {
        told = wiring.inverted() ? 1 - high : high;
        step(now);
    }

    public synchronized void defect(Defect newDefect, Duration now) {
        defect = newDefect;
        step(now);
    }

    /** @return 0 to 1 of its full light */
    public synchronized double light() {
        return light;
    }

    /** @return in W */
    public synchronized double power(Duration now) {
        double cold = Math.max(0, light - warmthAt(now));
        double share = light / efficiency(light);
        return standby + (wiring.ratedPower() - standby) * share * (1 + COLD_EXTRA * cold);
    }

    private void step(Duration now) {
        warmth = warmthAt(now);
        since = now;
        light = switch (defect) {
            case NONE -> told;
            case OPEN -> 0;
            case FULL -> 1;
        };
    }

    private double warmthAt(Duration now) {
        double passed = now.minus(since).toMillis() / 1000.0;
        return light + (warmth - light) * Math.exp(-passed / WARM_UP_S);
    }

    /** LED drivers lose a larger share at a low load. @return 1 at full light */
    private static double efficiency(double light) {
        double dimmed = 1 - light;
        return 1 - 0.12 * dimmed * dimmed * dimmed;
    }
}
