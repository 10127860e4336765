package io.smartpole.simulation.pi4j;

import com.pi4j.io.gpio.digital.DigitalState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A GPIO line with something wired to it. */
public final class GpioLine {

    private volatile DigitalState state;
    private volatile @Nullable Consumer<DigitalState> watcher;

    public GpioLine(DigitalState state) {
        this.state = state;
    }

    /** Called by one thread: sets the line, and tells its input when that is a change. */
    public void drive(DigitalState newState) {
        if (newState != state) {
            state = newState;
            Consumer<DigitalState> present = watcher;
            if (present != null) {
                present.accept(newState);
            }
        }
    }

    DigitalState state() {
        return state;
    }

    void watch(Consumer<DigitalState> newWatcher) {
        watcher = newWatcher;
    }

    void unwatch() {
        watcher = null;
    }
}
