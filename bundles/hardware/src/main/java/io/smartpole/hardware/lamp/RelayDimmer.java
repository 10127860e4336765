package io.smartpole.hardware.lamp;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Relay;
import org.jspecify.annotations.Nullable;

/**
 * A lamp behind a relay: any light is full light. The line is opened with the first level and in its state, so that the
 * relay never clicks for nothing, and a lamp that was on stays on through a restart.
 */
final class RelayDimmer implements Dimmer {

    private static final String ID = "lamp";

    private final Context board;
    private final Relay wiring;
    private @Nullable DigitalOutput line;

    RelayDimmer(Context board, Relay wiring) {
        this.board = board;
        this.wiring = wiring;
    }

    @Override
    public void dim(LightLevel level) {
        DigitalState state = DigitalState.getState(level.ratio() > 0 != wiring.activeLow());
        DigitalOutput open = line;
        if (open == null) {
            line = board.create(DigitalOutput.newConfigBuilder(board)
                    .id(ID)
                    .address(wiring.gpio())
                    .initial(state)
                    .build());
        } else {
            open.state(state);
        }
    }

    @Override
    public void close() {
        if (board.hasIO(ID)) {
            board.shutdown(ID);
        }
    }

    @Override
    public String advice() {
        return "check that GPIO " + wiring.gpio() + " is free and that the gateway may use it (group gpio)";
    }
}
