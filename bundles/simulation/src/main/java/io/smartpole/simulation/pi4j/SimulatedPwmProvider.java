package io.smartpole.simulation.pi4j;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProviderBase;
import com.pi4j.io.pwm.PwmType;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** Gives Pi4J the simulated PWM channels. */
public final class SimulatedPwmProvider extends PwmProviderBase {

    private final Map<Integer, DoubleConsumer> lines;

    /**
     * @param lines what hangs on each PWM channel: told the share of time that the line is high, 0 to 1. The other
     *     channels lead nowhere.
     */
    public SimulatedPwmProvider(Map<Integer, DoubleConsumer> lines) {
        super("simulated-pwm", "Simulated PWM");
        this.lines = Map.copyOf(lines);
    }

    /** @throws IOException if it is asked for software PWM, which the board's channels refuse too */
    @Override
    public Pwm create(PwmConfig config) {
        if (config.pwmType() != PwmType.HARDWARE) {
            throw new IOException("PWM channel " + config.address() + " was asked for as " + config.pwmType()
                    + ", but the board has only hardware channels: configure PwmType.HARDWARE");
        }
        DoubleConsumer line = lines.getOrDefault(config.address(), high -> {});
        SimulatedPwm pwm = new SimulatedPwm(line, this, config);
        context().registry().add(pwm);
        return pwm;
    }
}
