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
    private volatile Hold hold = Hold.NOTHING;

    /** What holds the contact, whatever happens in the world. */
    enum Hold {
        NOTHING,
        ACTIVE,
        INACTIVE
    }

    Contact(Occasions occasions, boolean activeLow, Instant now) {
        this.occasions = occasions;
        this.activeLow = activeLow;
        this.shown = now;
        this.line = new GpioLine(stateAt(now));
    }

    GpioLine line() {
        return line;
    }

    /** Shown with the next {@link #follow}. */
    void hold(Hold newHold) {
        hold = newHold;
    }

    void follow(Instant now) {
        if (hold == Hold.NOTHING && Duration.between(shown, now).compareTo(LONGEST_GAP) <= 0) {
            for (Instant edge : occasions.edges(shown, now)) {
                line.drive(stateAt(edge));
            }
        }
        line.drive(stateAt(now));
        shown = now;
    }

    private DigitalState stateAt(Instant time) {
        boolean active = switch (hold) {
            case NOTHING -> occasions.at(time);
            case ACTIVE -> true;
            case INACTIVE -> false;
        };
        return active == activeLow ? DigitalState.LOW : DigitalState.HIGH;
    }
}
