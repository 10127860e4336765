package io.smartpole.simulation.pi4j;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import java.util.Map;
import java.util.function.Consumer;

/** Gives Pi4J the simulated digital outputs. */
public final class SimulatedOutputProvider extends DigitalOutputProviderBase {

    private final Map<Integer, Consumer<DigitalState>> lines;

    /** @param lines what hangs on each line, by BCM number: told the line's state. The other lines lead nowhere. */
    public SimulatedOutputProvider(Map<Integer, Consumer<DigitalState>> lines) {
        super("simulated-digital-output", "Simulated digital output");
        this.lines = Map.copyOf(lines);
    }

    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
        Consumer<DigitalState> line = lines.getOrDefault(config.address(), state -> {});
        SimulatedOutput output = new SimulatedOutput(line, this, config);
        context().registry().add(output);
        return output;
    }
}
