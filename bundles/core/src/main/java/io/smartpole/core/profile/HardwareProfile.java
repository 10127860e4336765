package io.smartpole.core.profile;

import io.smartpole.core.light.LightLevel;
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
        BUFFERED;

        /** @return true where mains present means that the street is to be lit, and their loss is expected */
        public boolean switchedByCabinet() {
            return this == NIGHT_SWITCHED || this == HALF_NIGHT_PHASE;
        }
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
            PRESENCE,
            /** Key switch of the emergency services: full light while it is on. */
            EMERGENCY,
            /** The half-night phase is live: a source of control programs. */
            HALF_NIGHT,
            /** Mains are there, on a pole that a battery keeps running without them. */
            MAINS
        }
    }

    /**
     * The lamp and how its level reaches it.
     *
     * @param driver what carries the level to the lamp
     * @param type what kind of lamp it is
     * @param gatewayDead what the lamp does by itself when the gateway drives nothing: {@code full}, {@code off} or
     *     {@code hold}
     */
    public record LampWiring(LampDriver driver, LampType type, String gatewayDead) {}

    /** What carries the level to the lamp. */
    public sealed interface LampDriver {

        /**
         * A PWM signal.
         *
         * @param chip number of the PWM chip, as in /sys/class/pwm/pwmchipN
         * @param channel PWM channel of that chip
         * @param frequency PWM frequency in Hz
         * @param inverted true when a higher duty means less light
         */
        record Pwm(int chip, int channel, int frequency, boolean inverted) implements LampDriver {}

        /**
         * 0-10 V from a digital-to-analogue converter on an I2C bus of its own, away from the sensors.
         *
         * @param dac which chip, such as {@code gp8403}
         * @param bus number of the I2C bus, as in /dev/i2c-N
         * @param address 7-bit I2C address
         * @param channel output of the chip
         * @param lowest voltage at the lowest light that the control gear can give, in V; below it the lamp is off
         * @param full voltage at full light, in V
         */
        record Analogue(String dac, int bus, int address, int channel, double lowest, double full)
                implements LampDriver {}

        /**
         * DALI-2 control gear behind a serial DALI interface.
         *
         * @param device the serial line, such as {@code /dev/serial0}
         * @param shortAddress of the control gear, 0 to 63
         * @param powerOnLevel light right after power-up
         * @param systemFailureLevel light while the bus is dead; null = the gear holds its level (MASK)
         */
        record Dali(
                String device,
                int shortAddress,
                LightLevel powerOnLevel,
                @Nullable LightLevel systemFailureLevel) implements LampDriver {}

        /**
         * A relay: any light is full light.
         *
         * @param gpio BCM number of the GPIO line
         * @param activeLow true when a low line means light
         */
        record Relay(int gpio, boolean activeLow) implements LampDriver {}
    }

    /**
     * What kind of lamp it is (TALQ: LampType).
     *
     * @param ratedPower wattage: electrical power at full light, in W
     * @param powerCurve electrical power at lower levels, by rising level; empty = in proportion
     * @param standbyPower power while it is off, in W
     * @param powerTolerance lampPowerTolerance: how far the power may be off before something is wrong, in W
     * @param colourTemperature correlated colour temperature, in K
     * @param virtualLightOutput share of the lamp's light that is 100 % at this place
     * @param lumenDepreciation constant light output: share to be used after so many burning hours, by rising hours; empty
     *     = none
     * @param warmUp warmUpTime: power says nothing before this is over
     * @param coolDown coolDownTime: how long it stays off before it may go on again, by day
     * @param minimumOn how long it stays on at least
     * @param minimumOff how long it stays off at least, by day
     * @param lowestPowerFactor below this something is wrong; 0 = not watched
     * @param lowestVoltage of its supply, in V; 0 = not watched
     * @param highestVoltage of its supply, in V; 0 = not watched
     */
    public record LampType(
            double ratedPower,
            List<LevelPower> powerCurve,
            double standbyPower,
            double powerTolerance,
            int colourTemperature,
            LightLevel virtualLightOutput,
            List<Depreciation> lumenDepreciation,
            Duration warmUp,
            Duration coolDown,
            Duration minimumOn,
            Duration minimumOff,
            double lowestPowerFactor,
            double lowestVoltage,
            double highestVoltage) {

        public LampType {
            powerCurve = List.copyOf(powerCurve);
            lumenDepreciation = List.copyOf(lumenDepreciation);
            if (!(ratedPower > 0)) {
                throw new IllegalArgumentException("lamp: rated power must be above 0 W, but is " + ratedPower);
            }
        }

        /** A lamp of which no more is known; tolerance and standby are what most LED luminaires keep. */
        public LampType(double ratedPower, int colourTemperature) {
            this(
                    ratedPower,
                    List.of(),
                    0.5,
                    Math.max(3, ratedPower * 0.15),
                    colourTemperature,
                    LightLevel.FULL,
                    List.of(),
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    0,
                    0,
                    0);
        }
    }

    /** Electrical power at a level, in W. */
    public record LevelPower(LightLevel level, double power) {}

    /**
     * A point of the lumen depreciation curve.
     *
     * @param hours burning hours
     * @param share of the lamp's light that gives what a new lamp of the same virtual light output gives
     */
    public record Depreciation(double hours, LightLevel share) {}
}
