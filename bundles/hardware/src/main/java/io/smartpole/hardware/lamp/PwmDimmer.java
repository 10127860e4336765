package io.smartpole.hardware.lamp;

import com.pi4j.context.Context;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmType;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import org.jspecify.annotations.Nullable;

/**
 * A lamp whose LED driver takes a PWM signal: duty is light, or with an inverted input, darkness. The output is opened
 * with the first level, so nothing touches it before.
 */
final class PwmDimmer implements Dimmer {

    private static final String ID = "lamp";

    private final Context board;
    private final LampDriver.Pwm wiring;
    private @Nullable Pwm pwm;

    PwmDimmer(Context board, LampDriver.Pwm wiring) {
        this.board = board;
        this.wiring = wiring;
    }

    @Override
    public void dim(LightLevel level) {
        Pwm output = pwm;
        if (output == null) {
            output = board.create(Pwm.newConfigBuilder(board)
                    .id(ID)
                    .address(wiring.channel())
                    .pwmType(PwmType.HARDWARE)
                    .frequency(wiring.frequency())
                    .build());
            pwm = output;
        }
        output.on(dutyPercent(level));
    }

    private double dutyPercent(LightLevel level) {
        return wiring.inverted() ? 100 - level.percent() : level.percent();
    }

    @Override
    public void close() {
        if (board.hasIO(ID)) {
            board.shutdown(ID);
        }
    }

    @Override
    public String advice() {
        return "check that the PWM of the profile exists (dtoverlay=pwm) and that the gateway may use it";
    }
}
