package io.smartpole.lighting.supervision;

import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.LevelPower;
import java.util.ArrayList;
import java.util.List;

/**
 * What power a lamp should take at an output, and what a measured power says about its light. Outputs are what the driver
 * was told, 0 to 1: after virtual and constant light output. Powers are in W.
 */
final class ExpectedPower {

    /** Lit means more than this share of what the light alone should take: no LED driver is that far off its curve. */
    private static final double DARK_SHARE = 0.2;

    /** Light that should take less, in W and as a share of the rated power, is not told from darkness by its power. */
    private static final double FAINTEST = 1;

    private static final double FAINTEST_SHARE = 0.05;

    /** Nothing is called full below this: rounding on the way through level, duty and DALI curve. */
    private static final double FULL = 0.99;

    private final LampType type;
    private final boolean relay;
    private final List<Point> curve = new ArrayList<>();

    private record Point(double output, double power) {}

    ExpectedPower(LampWiring wiring) {
        type = wiring.type();
        relay = wiring.driver() instanceof LampDriver.Relay;
        curve.add(new Point(0, type.standbyPower()));
        for (LevelPower point : type.powerCurve()) {
            curve.add(new Point(point.level().ratio(), point.power()));
        }
        if (curve.get(curve.size() - 1).output < 1) {
            curve.add(new Point(1, type.ratedPower()));
        }
    }

    /** @return standby power when off; else by the lamp's curve, straight between its points */
    double at(double output) {
        if (output <= 0) {
            return type.standbyPower();
        }
        double effective = effective(output);
        int upper = 1;
        while (upper < curve.size() - 1 && curve.get(upper).output < effective) {
            upper++;
        }
        Point from = curve.get(upper - 1);
        Point to = curve.get(upper);
        if (to.output <= from.output) {
            return to.power;
        }
        double share = Math.min(1, (effective - from.output) / (to.output - from.output));
        return from.power + (to.power - from.power) * share;
    }

    boolean isFull(double output) {
        return effective(output) >= FULL;
    }

    double tolerance() {
        return type.powerTolerance();
    }

    boolean isRelay() {
        return relay;
    }

    /** @return true if a measured power can tell whether there is light at that output; always when off */
    boolean tellsLight(double output) {
        return output <= 0 || at(output) - type.standbyPower() >= faintest();
    }

    /** @return at and above this power there is light; of use only if {@link #tellsLight} */
    double lightFrom(double output) {
        return type.standbyPower() + (output <= 0 ? faintest() : DARK_SHARE * (at(output) - type.standbyPower()));
    }

    /** @return such as {@code at 100 % it takes 42 W +-6.3 W, and is dark below 8.8 W} */
    String inWords(double output) {
        if (output <= 0) {
            return "off it takes %s W, and has light from %s W"
                    .formatted(Tally.number(at(0)), Tally.number(lightFrom(0)));
        }
        return "at %s %% it takes %s W +-%s W, and is dark below %s W"
                .formatted(
                        Tally.number(output * 100),
                        Tally.number(at(output)),
                        Tally.number(tolerance()),
                        Tally.number(lightFrom(output)));
    }

    private double faintest() {
        return Math.max(FAINTEST, FAINTEST_SHARE * type.ratedPower());
    }

    private double effective(double output) {
        return relay && output > 0 ? 1 : output;
    }
}
