package io.smartpole.hardware.board;

import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProviderBase;
import com.pi4j.plugin.linuxfs.internal.LinuxPwm;

/** Gives the channels of one PWM chip. */
public final class SteadyPwmProvider extends PwmProviderBase {

    private final String systemPath;
    private final int chip;

    /**
     * @param systemPath usually {@code /sys/class/pwm}
     * @param chip the N in {@code pwmchipN} below it
     */
    SteadyPwmProvider(String systemPath, int chip) {
        super("steady-pwm", "PWM that never blinks");
        this.systemPath = systemPath;
        this.chip = chip;
    }

    @Override
    public Pwm create(PwmConfig config) {
        SteadyPwm pwm = new SteadyPwm(new LinuxPwm(systemPath, chip, config.address()), this, config);
        context.registry().add(pwm);
        return pwm;
    }
}
