package io.smartpole.simulation.pi4j;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.Map;

/** Gives Pi4J the simulated GPIO lines. A line that nothing is wired to follows its pull resistor. */
public final class SimulatedInputProvider extends DigitalInputProviderBase {

    private final Map<Integer, GpioLine> lines;

    /** @param lines by their BCM number */
    public SimulatedInputProvider(Map<Integer, GpioLine> lines) {
        super("simulated-digital-input", "Simulated digital input");
        this.lines = Map.copyOf(lines);
    }

    @Override
    public DigitalInput create(DigitalInputConfig config) {
        GpioLine line = lines.get(config.address());
        SimulatedInput input = new SimulatedInput(line == null ? unwired(config) : line, this, config);
        context().registry().add(input);
        return input;
    }

    private static GpioLine unwired(DigitalInputConfig config) {
        return new GpioLine(config.pull() == PullResistance.PULL_UP ? DigitalState.HIGH : DigitalState.LOW);
    }
}
