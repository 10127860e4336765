package io.smartpole.lighting.sensing;

import java.time.Duration;

/**
 * When a photocell switches. German practice: 35 lx on, 25 lx off. Off lies below on, so a plain hysteresis would
 * oscillate between them: in the evening the cell may only switch on, in the morning only off, and each only within a
 * window beside the night.
 *
 * @param on in the evening, less light than this switches on, in lx
 * @param off in the morning, more light than this switches off, in lx
 * @param window how long before dusk and after dawn the cell is listened to; zero = never
 */
public record PhotocellRule(double on, double off, Duration window) {

    public static final Duration WIDEST = Duration.ofMinutes(60);

    public static final PhotocellRule DEFAULT = new PhotocellRule(35, 25, Duration.ofMinutes(30));

    public PhotocellRule {
        if (!(on >= 1 && on <= 1_000)) {
            throw new IllegalArgumentException("photocell.on must be 1 to 1000 lx, but is " + on);
        }
        if (!(off >= 1 && off <= 1_000)) {
            throw new IllegalArgumentException("photocell.off must be 1 to 1000 lx, but is " + off);
        }
        if (window.isNegative() || window.compareTo(WIDEST) > 0) {
            throw new IllegalArgumentException("photocell.window must be 0 to 60 min, but is " + window.toMinutes());
        }
    }
}
