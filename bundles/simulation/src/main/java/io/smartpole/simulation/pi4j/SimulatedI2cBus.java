package io.smartpole.simulation.pi4j;

import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBusBase;
import com.pi4j.io.i2c.I2CConfig;
import io.smartpole.simulation.chips.Chip;
import io.smartpole.simulation.chips.ChipFinder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * One I2C bus. It fails as Pi4J's Linux bus does: when no chip acknowledges, with a {@link Pi4JException} that is caused
 * by the kernel's EREMOTEIO.
 */
final class SimulatedI2cBus extends I2CBusBase {

    private final ChipFinder chips;
    private final Supplier<Duration> sinceBoot;

    SimulatedI2cBus(I2CConfig config, ChipFinder chips, Supplier<Duration> sinceBoot) {
        super(config);
        this.chips = chips;
        this.sinceBoot = sinceBoot;
    }

    /** Holds the bus for the whole action. */
    @Override
    public <R> R execute(I2C device, Callable<R> action) {
        return _execute(device, action);
    }

    /** One transfer, or several joined by repeated start: nobody else gets the bus in between. */
    <R> R transfer(I2C device, BiFunction<Chip, Duration, R> transfer) {
        return _execute(device, () -> {
            Chip chip = chips.at(bus, device.device());
            if (chip == null) {
                throw new Pi4JException(
                        "Failed to execute action for device " + device.device() + " on bus " + bus,
                        new IOException("Remote I/O error"));
            }
            return transfer.apply(chip, sinceBoot.get());
        });
    }
}
