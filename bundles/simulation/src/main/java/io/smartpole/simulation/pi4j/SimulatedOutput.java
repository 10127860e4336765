package io.smartpole.simulation.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import java.util.function.Consumer;

/**
 * A digital output that behaves as that of a pole's board: opening it without an initial state pulls its line low, and
 * the line stays as it is when Pi4J ends.
 */
final class SimulatedOutput extends DigitalOutputBase {

    private final Consumer<DigitalState> line;

    SimulatedOutput(Consumer<DigitalState> line, DigitalOutputProvider provider, DigitalOutputConfig config) {
        super(provider, config);
        this.line = line;
    }

    @Override
    public DigitalOutput initialize(Context context) {
        if (config().initialState() == null) {
            line.accept(DigitalState.LOW);
        }
        return super.initialize(context);
    }

    @Override
    public DigitalOutput state(DigitalState newState) {
        line.accept(newState);
        return super.state(newState);
    }
}
