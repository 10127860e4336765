package io.smartpole.simulation.pi4j;

import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProviderBase;
import io.smartpole.simulation.chips.ChipFinder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Gives Pi4J the simulated I2C buses. */
public final class SimulatedI2cProvider extends I2CProviderBase {

    private final ChipFinder chips;
    private final Supplier<Duration> sinceBoot;
    private final Map<Integer, SimulatedI2cBus> buses = new ConcurrentHashMap<>();

    /**
     * @param chips what is on the buses; asked at every transfer
     * @param sinceBoot real time, for the chips' measuring times
     */
    public SimulatedI2cProvider(ChipFinder chips, Supplier<Duration> sinceBoot) {
        super("simulated-i2c", "Simulated I2C");
        this.chips = chips;
        this.sinceBoot = sinceBoot;
    }

    @Override
    public I2C create(I2CConfig config) {
        SimulatedI2cBus bus =
                buses.computeIfAbsent(config.bus(), number -> new SimulatedI2cBus(config, chips, sinceBoot));
        SimulatedI2c device = new SimulatedI2c(bus, this, config);
        context().registry().add(device);
        return device;
    }
}
