package io.smartpole.lighting.supervision;

import java.time.Duration;

/**
 * What the lamp's driver was told last.
 *
 * @param output 0 to 1
 * @param anchor the output from which it has not gone far since {@code since}
 * @param since since when it holds, in the world's time since boot
 * @param onSince since when it is not off; of no meaning while it is off
 */
record Commanded(double output, double anchor, Duration since, Duration onSince) {

    /**
     * Driver, LEDs and meter follow within this: soft start of an LED driver 1 s, DALI's default fade 0.7 s, averaging
     * meters up to 10 s. A ramp of ours comes as many small changes and counts from its last one.
     */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** Smaller changes are those of constant light output, which never ends. */
    private static final double SAME = 0.01;

    /** Half of DALI's lowest level: what is less is what rounding left over when a ramp reached off. */
    private static final double OFF_BELOW = 0.0005;

    Commanded {
        output = output < OFF_BELOW ? 0 : output;
    }

    static Commanded first(double output, Duration at) {
        return new Commanded(output, output, at, at);
    }

    Commanded next(double newOutput, Duration at) {
        boolean switched = isOn() != (newOutput >= OFF_BELOW);
        if (!switched && Math.abs(newOutput - anchor) <= SAME) {
            return new Commanded(newOutput, anchor, since, onSince);
        }
        return new Commanded(newOutput, newOutput, at, switched ? at : onSince);
    }

    /** @return the same, but as if switched on now: its mains came back */
    Commanded poweredUp(Duration at) {
        return first(output, at);
    }

    boolean isOn() {
        return output > 0;
    }

    /** @return true once a measurement taken then can be held against the output */
    boolean isSettled(Duration at, Duration warmUp) {
        return at.minus(since).compareTo(SETTLING) >= 0
                && (!isOn() || at.minus(onSince).compareTo(warmUp) >= 0);
    }
}
