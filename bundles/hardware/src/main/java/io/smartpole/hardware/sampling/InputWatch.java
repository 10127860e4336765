package io.smartpole.hardware.sampling;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports one contact: its state at start, then each change, on Pi4J's thread and at once. Pi4J debounces.
 *
 * <p>Each tick also looks at the line. What two ticks in a row see, and no change told us, was lost on the way.
 *
 * <p>All readings of a door, of a key switch and of the mains go into the alarm lane, their ends too, so that they stay
 * in order.
 */
final class InputWatch implements Watch {

    private static final long DEBOUNCE_MS = 50;

    private final Input input;
    private final Context board;
    private final TimeSource time;
    private final ReadingHub hub;
    private final Series series;
    private final Attempts attempts;
    private final String lineId;
    private @Nullable DigitalInput line;
    private @Nullable DigitalState seenLastTick;
    private @Nullable DigitalState reported;

    InputWatch(Input input, Context board, TimeSource time, ReadingHub hub) {
        this.input = input;
        this.board = board;
        this.time = time;
        this.hub = hub;
        this.lineId = "input-" + input.name();
        this.attempts = new Attempts(input.name());
        this.series = switch (input.kind()) {
            case DOOR -> new Series(input.name(), "open", null);
            case PRESENCE -> new Series(input.name(), "detected", null);
            case EMERGENCY, HALF_NIGHT, MAINS -> new Series(input.name(), "active", null);
        };
    }

    @Override
    public void tick() {
        Moment now = time.now();
        if (!attempts.due(now)) {
            return;
        }
        try {
            DigitalInput open = line;
            if (open == null) {
                open = open();
                line = open;
                report(known(open.state()));
            } else {
                DigitalState state = known(open.state());
                if (state == seenLastTick) {
                    report(state);
                }
                seenLastTick = state;
            }
            attempts.succeeded(now);
        } catch (RuntimeException | LinkageError e) {
            attempts.failed(now, e);
        }
    }

    private DigitalInput open() {
        DigitalInput opened = board.create(DigitalInput.newConfigBuilder(board)
                .id(lineId)
                .address(input.gpio())
                .pull(pull())
                .debounce(DEBOUNCE_MS, TimeUnit.MILLISECONDS)
                .build());
        opened.addListener(event -> {
            if (event.state() != DigitalState.UNKNOWN) {
                report(event.state());
            }
        });
        return opened;
    }

    /** A door contact switches to ground, whether it closes on opening or on closing; what is active high, drives. */
    private PullResistance pull() {
        return input.kind() == Input.Kind.DOOR || input.activeLow() ? PullResistance.PULL_UP : PullResistance.PULL_DOWN;
    }

    private static DigitalState known(DigitalState state) {
        if (state == DigitalState.UNKNOWN) {
            throw new IllegalStateException("the state of the line is unknown");
        }
        return state;
    }

    private synchronized void report(DigitalState state) {
        if (state != reported) {
            reported = state;
            Value active = Value.of(input.activeLow() == state.isLow());
            Moment at = time.world();
            hub.publish(alarm() ? series.alarm(active, at) : series.reading(active, at));
        }
    }

    private boolean alarm() {
        return switch (input.kind()) {
            case DOOR, EMERGENCY, MAINS -> true;
            case PRESENCE, HALF_NIGHT -> false;
        };
    }

    @Override
    public void close() {
        if (board.hasIO(lineId)) {
            board.shutdown(lineId);
        }
        hub.forget(series);
    }

    @Override
    public String name() {
        return input.name();
    }

    @Override
    public String advice() {
        return "check that GPIO " + input.gpio() + " is free and that the gateway may use it (group gpio)";
    }

    @Override
    public Attempts.@Nullable Trouble trouble() {
        return attempts.trouble();
    }
}
