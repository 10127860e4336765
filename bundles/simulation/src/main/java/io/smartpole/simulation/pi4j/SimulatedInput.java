package io.smartpole.simulation.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;

/** A digital input that shows a line of the simulation. Its contacts do not bounce. */
final class SimulatedInput extends DigitalInputBase {

    private final GpioLine line;

    SimulatedInput(GpioLine line, DigitalInputProvider provider, DigitalInputConfig config) {
        super(provider, config);
        this.line = line;
    }

    @Override
    public DigitalInput initialize(Context context) {
        super.initialize(context);
        line.watch(state -> dispatch(new DigitalStateChangeEvent<>(this, state)));
        return this;
    }

    @Override
    public DigitalState state() {
        return line.state();
    }

    @Override
    public DigitalInput shutdown(Context context) {
        line.unwatch();
        return super.shutdown(context);
    }
}
