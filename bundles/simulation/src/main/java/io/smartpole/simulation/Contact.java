package io.smartpole.simulation;

import com.pi4j.io.gpio.digital.DigitalState;
import io.smartpole.simulation.pi4j.GpioLine;
import io.smartpole.simulation.world.Occasions;
import java.time.Duration;
import java.time.Instant;

/**
 * A contact that is active while something happens in the world. When the world runs fast, more than one thing may have
 * happened since the last look: each is shown, in its order.
 */
final class Contact {

    /** After a longer gap only the present state is shown. */
    private static final Duration LONGEST_GAP = Duration.ofHours(1);

    private final Occasions occasions;
    private final boolean activeLow;
    private final GpioLine line;
    private Instant shown;

    Contact(Occasions occasions, boolean activeLow, Instant now) {
        this.occasions = occasions;
        this.activeLow = activeLow;
        this.shown = now;
        this.line = new GpioLine(stateAt(now));
    }

    GpioLine line() {
        return line;
    }

    void follow(Instant now) {
        if (Duration.between(shown, now).compareTo(LONGEST_GAP) <= 0) {
            for (Instant edge : occasions.edges(shown, now)) {
                line.drive(stateAt(edge));
            }
        }
        line.drive(stateAt(now));
        shown = now;
    }

    private DigitalState stateAt(Instant time) {
        return occasions.at(time) == activeLow ? DigitalState.LOW : DigitalState.HIGH;
    }
}
