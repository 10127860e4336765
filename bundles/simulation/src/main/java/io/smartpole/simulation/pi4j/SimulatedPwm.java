package io.smartpole.simulation.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmPolarity;
import com.pi4j.io.pwm.PwmProvider;
import java.util.function.DoubleConsumer;

/**
 * A PWM channel that behaves as that of a pole's board: a new duty cycle reaches the line only with {@code on()}, and the
 * signal stays when Pi4J ends.
 */
final class SimulatedPwm extends PwmBase {

    private final DoubleConsumer line;

    SimulatedPwm(DoubleConsumer line, PwmProvider provider, PwmConfig config) {
        super(provider, config);
        this.line = line;
    }

    @Override
    public Pwm on() {
        onState = frequency > 0;
        drive(onState ? dutyCycle / 100 : 0);
        return this;
    }

    @Override
    public Pwm off() {
        onState = false;
        drive(0);
        return this;
    }

    @Override
    public Pwm shutdown(Context context) {
        return this;
    }

    private void drive(double active) {
        line.accept(polarity == PwmPolarity.INVERSED ? 1 - active : active);
    }
}
