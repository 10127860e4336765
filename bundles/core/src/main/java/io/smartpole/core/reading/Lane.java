package io.smartpole.core.reading;

/** How urgent a reading is. Each lane is batched, signed and chained by itself; measurements give way to alarms. */
public enum Lane {
    ALARM("alarm"),
    MEASUREMENT("measurement");

    private final String label;

    Lane(String label) {
        this.label = label;
    }

    /** @return the word used in signed headers and receipts */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException if there is no such lane */
    public static Lane of(String label) {
        for (Lane lane : values()) {
            if (lane.label.equals(label)) {
                return lane;
            }
        }
        throw new IllegalArgumentException("lane must be 'alarm' or 'measurement', but is '" + label + "'");
    }
}
