package io.smartpole.hardware.sampling;

import com.pi4j.context.Context;
import com.pi4j.io.i2c.I2C;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.chips.ChipType;
import io.smartpole.hardware.chips.Pause;
import io.smartpole.hardware.chips.SensorChip;
import io.smartpole.hardware.chips.bh1750.Bh1750;
import io.smartpole.hardware.chips.bme280.Bme280;
import io.smartpole.hardware.chips.host.HostFigures;
import io.smartpole.hardware.chips.ina226.Ina226;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a profile into a sampler.
 *
 * @param board its buses and lines; null if this computer has none
 * @param dataFolder whose disk the host figures tell about
 */
record Wiring(@Nullable Context board, Path dataFolder, Pause pause, TimeSource time, ReadingHub hub) {

    Sampler connect(HardwareProfile profile) {
        List<Watch> watches = new ArrayList<>();
        List<String> withoutBoard = new ArrayList<>();
        for (Sensor sensor : profile.sensors()) {
            ChipType type = ChipType.of(sensor.chip())
                    .orElseThrow(() -> new IllegalArgumentException(
                            sensor.name() + ": there is no driver for chip " + sensor.chip()));
            ChipConnection connection = connection(sensor, type);
            if (connection == null) {
                withoutBoard.add(sensor.name());
            } else {
                watches.add(new SensorWatch(sensor, type, connection, time, hub));
            }
        }
        for (Input input : profile.inputs()) {
            if (board == null) {
                withoutBoard.add(input.name());
            } else {
                watches.add(new InputWatch(input, board, time, hub));
            }
        }
        return new Sampler(watches, withoutBoard, time);
    }

    private @Nullable ChipConnection connection(Sensor sensor, ChipType type) {
        if (type == ChipType.HOST) {
            return new HostConnection(dataFolder);
        }
        if (board == null) {
            return null;
        }
        return switch (type) {
            case BME280 -> new I2cConnection(board, sensor, i2c -> new Bme280(i2c, pause));
            case BH1750 -> new I2cConnection(board, sensor, i2c -> new Bh1750(i2c, pause));
            case INA226 -> new I2cConnection(board, sensor, i2c -> new Ina226(i2c, shunt(sensor), pause));
            case HOST -> throw new AssertionError("handled above");
        };
    }

    private static double shunt(Sensor sensor) {
        Double ohms = sensor.settings().get(Ina226.SHUNT_OHMS);
        if (ohms == null) {
            throw new IllegalArgumentException(sensor.name() + ": setting " + Ina226.SHUNT_OHMS + " is missing");
        }
        return ohms;
    }

    private record HostConnection(Path dataFolder) implements ChipConnection {
        @Override
        public SensorChip open() {
            return new HostFigures(
                    Path.of("/"), dataFolder, Runtime.getRuntime().availableProcessors());
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }

    private record I2cConnection(Context board, Sensor sensor, Function<I2C, SensorChip> driver)
            implements ChipConnection {
        @Override
        public SensorChip open() {
            return driver.apply(board.create(I2C.newConfigBuilder(board)
                    .id(id())
                    .bus(sensor.bus())
                    .device(sensor.address())
                    .build()));
        }

        @Override
        public void close() {
            if (board.hasIO(id())) {
                board.shutdown(id());
            }
        }

        private String id() {
            return "sensor-" + sensor.name();
        }
    }
}
