package io.smartpole.lighting.supervision;

import java.util.List;

/**
 * What one measured power says about the events that power can show, while nothing but the lamp can be the cause. At most
 * one of them is bad: dark, burning though off, or lit at a wrong power.
 */
final class PowerVerdict {

    /** A power this near to its limit, as a share of it, does not take an alarm back. */
    private static final double MARGIN = 0.1;

    /** What power can show, most urgent first. */
    static final List<LampEvent> EVENTS = List.of(
            LampEvent.LAMP_FAILURE,
            LampEvent.LAMP_UNEXPECTED_ON,
            LampEvent.RELAY_FAILURE,
            LampEvent.DIMMING_FAILURE,
            LampEvent.LAMP_POWER_TOO_HIGH,
            LampEvent.LAMP_POWER_TOO_LOW);

    private PowerVerdict() {}

    /** @param watts of a lamp that has settled */
    static Verdict of(LampEvent event, ExpectedPower expected, double output, double watts) {
        boolean on = output > 0;
        boolean full = on && expected.isFull(output);
        return switch (event) {
            case LAMP_FAILURE -> on ? light(expected, output, watts) : Verdict.NONE;
            case LAMP_UNEXPECTED_ON -> on || expected.isRelay() ? Verdict.NONE : noLight(expected, watts);
            case RELAY_FAILURE -> !on && expected.isRelay() ? noLight(expected, watts) : Verdict.NONE;
            case DIMMING_FAILURE ->
                on && !full ? right(expected, output, watts, Math.abs(watts - expected.at(output))) : Verdict.NONE;
            case LAMP_POWER_TOO_HIGH ->
                full ? right(expected, output, watts, watts - expected.at(output)) : Verdict.NONE;
            case LAMP_POWER_TOO_LOW ->
                full ? right(expected, output, watts, expected.at(output) - watts) : Verdict.NONE;
            default -> throw new IllegalArgumentException(event + " is not shown by power");
        };
    }

    /** @return what the samples were that raised or cleared the event: {@code 6 of 8 samples dark} */
    static String claim(LampEvent event, boolean raised) {
        return switch (event) {
            case LAMP_FAILURE -> raised ? "dark" : "with light";
            case LAMP_UNEXPECTED_ON, RELAY_FAILURE -> raised ? "with light" : "without light";
            case LAMP_POWER_TOO_HIGH -> raised ? "too high" : "not too high";
            case LAMP_POWER_TOO_LOW -> raised ? "too low" : "not too low";
            default -> raised ? "wrong for the level" : "right for the level";
        };
    }

    private static Verdict light(ExpectedPower expected, double output, double watts) {
        double limit = expected.lightFrom(output);
        return expected.tellsLight(output) ? Verdict.atLeast(watts, limit, MARGIN * limit) : Verdict.NONE;
    }

    private static Verdict noLight(ExpectedPower expected, double watts) {
        double limit = expected.lightFrom(0);
        return Verdict.atMost(watts, limit, MARGIN * limit);
    }

    /** A dark lamp is no lamp at a wrong power. */
    private static Verdict right(ExpectedPower expected, double output, double watts, double excess) {
        boolean dark = expected.tellsLight(output) && watts < expected.lightFrom(output);
        return dark ? Verdict.NONE : Verdict.atMost(excess, expected.tolerance(), MARGIN * expected.tolerance());
    }
}
