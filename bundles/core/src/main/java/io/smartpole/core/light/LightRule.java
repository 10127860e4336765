package io.smartpole.core.light;

/**
 * The rule that chose a light level, highest precedence first. The label is part of readings, logs and status: it is
 * never changed.
 */
public enum LightRule {
    /** Level 1: a technician at the pole holds the lamp. The only rule that may go below the safety floor. */
    LOCAL_SERVICE(1, "local-service"),
    /** Level 2: emergency services asked for full light. */
    EMERGENCY(2, "emergency"),
    /** A level above what rules 3 to 6 chose: never below the floor while it is not proven day. */
    SAFETY_FLOOR(3, "safety-floor"),
    /** Level 3: a level that somebody asked for, with an end. */
    OVERRIDE(3, "override"),
    /** Level 4: somebody is there, or comes along from a neighbouring pole; may only raise. */
    PRESENCE(4, "presence"),
    /** Level 5: the calendar's control program. */
    PROGRAM(5, "program"),
    /** Level 6: it is darker, or stays dark longer, than the sun's position says. */
    PHOTOCELL(6, "photocell"),
    /** Level 6: the cabinet switched the mains on, so the street is to be lit. */
    SUPPLY(6, "supply"),
    /** Level 6: on from civil dusk to civil dawn, off by day. */
    ASTRONOMICAL(6, "astronomical"),
    /** Level 7: the default level, at least the floor, because it cannot be known whether it is day. */
    FAIL_SAFE(7, "fail-safe");

    private final int precedence;
    private final String label;

    LightRule(int precedence, String label) {
        this.precedence = precedence;
        this.label = label;
    }

    /** @return its level in the stack of decisions: 1 is the highest, 7 the lowest */
    public int precedence() {
        return precedence;
    }

    public String label() {
        return label;
    }
}
