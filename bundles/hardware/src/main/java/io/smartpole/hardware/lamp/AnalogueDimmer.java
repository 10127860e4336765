package io.smartpole.hardware.lamp;

import com.pi4j.context.Context;
import com.pi4j.io.i2c.I2C;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Analogue;
import io.smartpole.hardware.chips.gp8403.Gp8403;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lamp whose control gear takes 0-10 V, from a GP8403 on an I2C bus of its own. No light is 0 V; light goes from the
 * lowest to the full voltage of the profile. The output is opened with the first level, so nothing touches it before.
 */
final class AnalogueDimmer implements Dimmer {

    private static final String ID = "lamp";

    /** A converter that had no supply for a moment gives 0 V and tells nobody, so a dark lamp is lit again this soon. */
    private static final Duration SAY_AGAIN = Duration.ofSeconds(5);

    private final Context board;
    private final Analogue wiring;
    private @Nullable Gp8403 converter;

    AnalogueDimmer(Context board, Analogue wiring) {
        this.board = board;
        this.wiring = wiring;
    }

    @Override
    public void dim(LightLevel level) {
        Gp8403 open = converter;
        if (open == null) {
            open = new Gp8403(board.create(I2C.newConfigBuilder(board)
                    .id(ID)
                    .bus(wiring.bus())
                    .device(wiring.address())
                    .build()));
            converter = open;
        }
        open.set(wiring.channel(), volts(level));
    }

    @Override
    public Duration sayAgain() {
        return SAY_AGAIN;
    }

    private double volts(LightLevel level) {
        return level.ratio() == 0 ? 0 : wiring.lowest() + (wiring.full() - wiring.lowest()) * level.ratio();
    }

    @Override
    public void close() {
        if (board.hasIO(ID)) {
            board.shutdown(ID);
        }
    }

    @Override
    public String advice() {
        return "check the plug and supply of the 0-10 V converter, and that 'i2cdetect -y %d' shows it at %02x"
                .formatted(wiring.bus(), wiring.address());
    }
}
