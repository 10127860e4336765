package io.smartpole.lighting.supervision;

/** What one sample says about one event. */
enum Verdict {
    GOOD,
    /** Right, but too near to the limit to take an alarm back. */
    NEARLY,
    BAD,
    /** Nothing: the lamp is settling, or something else explains the sample. */
    NONE;

    /** @param margin how far from the limit is {@link #GOOD} */
    static Verdict atMost(double value, double limit, double margin) {
        return value > limit ? BAD : value > limit - margin ? NEARLY : GOOD;
    }

    /** @param margin how far from the limit is {@link #GOOD} */
    static Verdict atLeast(double value, double limit, double margin) {
        return atMost(-value, -limit, margin);
    }
}
