package io.smartpole.core.profile;

import io.smartpole.core.pole.Names;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a type of pole carries, and on which bus and pin. Read from YAML; the same profile drives real and simulated
 * poles. It is given as a service once accepted.
 *
 * @param name its file name without ending, such as {@code city-basic}
 * @param title for people
 * @param board the computer, such as {@code raspberry-pi-4}
 * @param supply how the pole is fed
 * @param sensors chips on a bus
 * @param inputs contacts on GPIO lines
 * @param lamp the lamp; null if the pole has none that we drive
 */
public record HardwareProfile(
        String name,
        String title,
        String board,
        Supply supply,
        List<Sensor> sensors,
        List<Input> inputs,
        @Nullable LampWiring lamp) {

    public HardwareProfile {
        Names.check("profile name", name);
        sensors = List.copyOf(sensors);
        inputs = List.copyOf(inputs);
    }

    /** How mains reach the pole. */
    public enum Supply {
        PERMANENT,
        NIGHT_SWITCHED,
        HALF_NIGHT_PHASE,
        BUFFERED
    }

    /**
     * A sensor chip.
     *
     * @param name the component name of its readings, unique in the profile
     * @param chip which driver, such as {@code bme280}; {@code host} for the computer's own figures
     * @param bus number of the I2C bus, as in /dev/i2c-N; -1 for a sensor that is on no bus
     * @param address 7-bit I2C address; -1 for a sensor that is on no bus
     * @param interval how often it is read
     * @param readings which of the chip's quantities are passed on, such as {@code temperature}; empty means all
     * @param settings what the driver must know about the wiring around this chip, such as {@code shunt-ohms}
     */
    public record Sensor(
            String name,
            String chip,
            int bus,
            int address,
            Duration interval,
            List<String> readings,
            Map<String, Double> settings) {
        public Sensor {
            Names.check("sensor name", name);
            readings = List.copyOf(readings);
            settings = Map.copyOf(settings);
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException(name + ": interval must be above 0 s, but is " + interval);
            }
        }

        public Sensor(String name, String chip, int bus, int address, Duration interval) {
            this(name, chip, bus, address, interval, List.of(), Map.of());
        }
    }

    /**
     * A contact.
     *
     * @param name the component name of its readings, unique in the profile
     * @param kind what it tells
     * @param gpio BCM number of the GPIO line
     * @param activeLow true when the contact pulls the line to ground
     */
    public record Input(String name, Kind kind, int gpio, boolean activeLow) {
        public Input {
            Names.check("input name", name);
            if (gpio < 0) {
                throw new IllegalArgumentException(name + ": gpio must be 0 or more, but is " + gpio);
            }
        }

        /** What a contact tells. */
        public enum Kind {
            DOOR,
            PRESENCE
        }
    }

    /**
     * The lamp and how its level reaches it.
     *
     * @param driver {@code pwm}
     * @param chip number of the PWM chip, as in /sys/class/pwm/pwmchipN
     * @param channel PWM channel of that chip
     * @param frequency PWM frequency in Hz
     * @param inverted true when a higher duty means less light
     * @param ratedPower electrical power at full light, in W
     * @param colourTemperature correlated colour temperature in K
     * @param gatewayDead what the lamp does by itself when the gateway drives nothing: {@code full}, {@code off} or
     *     {@code hold}
     */
    public record LampWiring(
            String driver,
            int chip,
            int channel,
            int frequency,
            boolean inverted,
            double ratedPower,
            int colourTemperature,
            String gatewayDead) {
        public LampWiring {
            if (!(ratedPower > 0)) {
                throw new IllegalArgumentException("lamp: rated power must be above 0 W, but is " + ratedPower);
            }
        }
    }
}
