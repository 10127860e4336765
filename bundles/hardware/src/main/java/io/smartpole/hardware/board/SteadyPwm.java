package io.smartpole.hardware.board;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.plugin.linuxfs.internal.LinuxPwm;

/**
 * A PWM channel of Linux (kernel documentation: driver-api/pwm, "sysfs-class-pwm"), fit for a lamp: a new level is one
 * write, where Pi4J's own would switch the signal off and on again; and the signal stays when this software ends, where
 * Pi4J would take it away.
 */
final class SteadyPwm extends PwmBase {

    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

    private final LinuxPwm channel;

    SteadyPwm(LinuxPwm channel, PwmProvider provider, PwmConfig config) {
        super(provider, config);
        this.channel = channel;
    }

    @Override
    public Pwm initialize(Context context) throws InitializeException {
        super.initialize(context);
        try {
            if (!channel.isExported()) {
                channel.export();
            }
        } catch (java.io.IOException e) {
            throw new InitializeException("cannot open the PWM at " + channel.pwmPath() + ": " + e, e);
        }
        return this;
    }

    @Override
    public Pwm on() {
        write(dutyCycle);
        return this;
    }

    /** The signal goes on, at no duty: whether a line without signal is high or low, differs from board to board. */
    @Override
    public Pwm off() {
        write(0);
        return this;
    }

    private void write(double dutyPercent) {
        try {
            long period = NANOSECONDS_PER_SECOND / frequency;
            long duty = Math.round(period * dutyPercent / 100);
            boolean running = channel.enabled();
            if (running && channel.period() == period) {
                channel.dutyCycle(duty);
            } else {
                start(running, period, duty);
            }
            onState = duty > 0;
        } catch (java.io.IOException e) {
            throw new IOException("cannot set the PWM at " + channel.pwmPath() + ": " + e, e);
        }
    }

    /** Linux refuses a period shorter than the duty, and another polarity while the signal runs. */
    private void start(boolean running, long period, long duty) throws java.io.IOException {
        if (running) {
            channel.disable();
        }
        if (channel.dutyCycle() > 0) {
            channel.dutyCycle(0);
        }
        channel.period(period);
        channel.dutyCycle(duty);
        channel.polarity(LinuxPwm.Polarity.NORMAL);
        channel.enable();
    }

    @Override
    public Pwm shutdown(Context context) {
        return this;
    }
}
