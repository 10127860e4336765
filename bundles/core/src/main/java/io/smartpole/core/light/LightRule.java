package io.smartpole.core.light;

/**
 * The rule that chose a light level, highest precedence first. The label is part of readings, logs and status: it is
 * never changed.
 */
public enum LightRule {
    /** A level above what was asked for or planned: never below the floor while it is not proven day. */
    SAFETY_FLOOR("safety-floor"),
    /** A level that somebody asked for, with an end. */
    OVERRIDE("override"),
    /** The step of the control program that holds at this time of the night. */
    PROGRAM("program"),
    /** On from civil dusk to civil dawn, off by day. */
    ASTRONOMICAL("astronomical"),
    /** Full light, because it cannot be known whether it is day. */
    FAIL_SAFE("fail-safe");

    private final String label;

    LightRule(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
