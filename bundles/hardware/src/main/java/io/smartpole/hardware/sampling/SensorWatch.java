package io.smartpole.hardware.sampling;

import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.chips.ChipType;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Quantity;
import io.smartpole.hardware.chips.SensorChip;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples one sensor whenever its interval has passed in the world. After any failure the chip is initialised anew, so
 * one that was unplugged and plugged in again just goes on.
 */
final class SensorWatch implements Watch {

    private final Sensor sensor;
    private final ChipConnection connection;
    private final TimeSource time;
    private final ReadingHub hub;
    private final Map<Quantity, Series> series = new HashMap<>();
    private final Attempts attempts;
    private @Nullable SensorChip chip;
    private boolean initialised;
    private Duration nextSample = Duration.ZERO;

    SensorWatch(Sensor sensor, ChipType type, ChipConnection connection, TimeSource time, ReadingHub hub) {
        this.sensor = sensor;
        this.connection = connection;
        this.time = time;
        this.hub = hub;
        this.attempts = new Attempts(sensor.name());
        for (Quantity quantity : type.quantities()) {
            if (sensor.readings().isEmpty() || sensor.readings().contains(quantity.name())) {
                series.put(quantity, new Series(sensor.name(), quantity.name(), quantity.unit()));
            }
        }
    }

    @Override
    public void tick() {
        Moment now = time.now();
        if (!attempts.due(now) || time.world().sinceBoot().compareTo(nextSample) < 0) {
            return;
        }
        try {
            List<Measured> measured = sample();
            Moment at = time.world();
            for (Measured each : measured) {
                Series of = series.get(each.quantity());
                if (of != null) {
                    hub.publish(of.reading(Value.of(each.value()), at));
                }
            }
            scheduleNext(at.sinceBoot());
            attempts.succeeded(now);
        } catch (RuntimeException | LinkageError e) {
            if (Thread.currentThread().isInterrupted()) {
                return; // We are being stopped, so this says nothing about the sensor.
            }
            initialised = false;
            attempts.failed(now, e);
        }
    }

    private List<Measured> sample() {
        SensorChip connected = chip;
        if (connected == null) {
            connected = connection.open();
            chip = connected;
        }
        if (!initialised) {
            connected.initialise();
            initialised = true;
        }
        return connected.measure();
    }

    /** On a fixed grid, so that the interval does not drift with the ticks; what was missed is not made up for. */
    private void scheduleNext(Duration now) {
        nextSample = nextSample.plus(sensor.interval());
        if (nextSample.compareTo(now) <= 0) {
            nextSample = now.plus(sensor.interval());
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String name() {
        return sensor.name();
    }

    @Override
    public String advice() {
        return sensor.bus() < 0
                ? "look at the log for " + sensor.name()
                : "check the plug of %s, that it has its supply, and that 'i2cdetect -y %d' shows it at %02x"
                        .formatted(sensor.name(), sensor.bus(), sensor.address());
    }

    @Override
    public Attempts.@Nullable Trouble trouble() {
        return attempts.trouble();
    }
}
