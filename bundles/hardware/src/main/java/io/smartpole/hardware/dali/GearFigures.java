package io.smartpole.hardware.dali;

import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What D4i gear measures and counts: energy (Part 252, bank 202), its own diagnostics (Part 253, bank 205) and those of
 * its light source (bank 206). Gear that is not D4i has none of it.
 */
final class GearFigures {

    private static final int ENERGY_BANK = 202;
    private static final int ACTIVE_ENERGY = 0x04; // scale, then 6 bytes, in Wh
    private static final int ACTIVE_POWER = 0x0B; // scale, then 4 bytes, in W

    private static final int GEAR_BANK = 205;
    private static final int OPERATING_TIME = 0x04; // 4 bytes, in s
    private static final int START_COUNTER = 0x08; // 3 bytes
    private static final int SUPPLY_VOLTAGE = 0x0B; // 2 bytes, in 0.1 V
    private static final int POWER_FACTOR = 0x0E; // 1 byte, in 0.01
    private static final int TEMPERATURE = 0x1B; // 1 byte, in Cel above -60

    private static final int LIGHT_SOURCE_BANK = 206;
    private static final int ON_TIME = 0x0E; // 4 bytes, in s

    private static final double SECONDS_PER_HOUR = 3600;
    private static final int TEMPERATURE_OFFSET = 60;

    static final Series ENERGY = new Series("lamp", "meteredEnergy", Unit.WATT_HOUR);
    static final Series POWER = new Series("lamp", "power", Unit.WATT);
    static final Series VOLTAGE = new Series("lamp", "voltage", Unit.VOLT);
    static final Series FACTOR = new Series("lamp", "powerFactor", Unit.RATIO);
    static final Series OPERATING_HOURS = new Series("gear", "operatingTime", Unit.HOUR);
    static final Series STARTS = new Series("gear", "starts", Unit.COUNT);
    static final Series GEAR_TEMPERATURE = new Series("gear", "temperature", Unit.CELSIUS);
    static final Series LIGHT_SOURCE_HOURS = new Series("gear", "lightSourceOnTime", Unit.HOUR);

    private final Gear gear;

    GearFigures(Gear gear) {
        this.gear = gear;
    }

    /** One figure of the gear. */
    record Figure(Series series, double value) {}

    /** @return those that the gear has and knows now */
    List<Figure> read() {
        List<Figure> figures = new ArrayList<>();
        bytes(ENERGY_BANK, ACTIVE_ENERGY, ACTIVE_POWER + 4).ifPresent(bytes -> {
            add(figures, ENERGY, bytes.scaled(ACTIVE_ENERGY, 7));
            add(figures, POWER, bytes.scaled(ACTIVE_POWER, 5));
        });
        bytes(GEAR_BANK, OPERATING_TIME, TEMPERATURE).ifPresent(bytes -> {
            add(figures, OPERATING_HOURS, hours(bytes.number(OPERATING_TIME, 4)));
            add(figures, STARTS, scaled(bytes.number(START_COUNTER, 3), 1, 0));
            add(figures, VOLTAGE, scaled(bytes.number(SUPPLY_VOLTAGE, 2), 10, 0));
            OptionalLong factor = bytes.number(POWER_FACTOR, 1);
            if (factor.isPresent() && factor.getAsLong() <= 100) {
                add(figures, FACTOR, scaled(factor, 100, 0));
            }
            add(figures, GEAR_TEMPERATURE, scaled(bytes.number(TEMPERATURE, 1), 1, -TEMPERATURE_OFFSET));
        });
        bytes(LIGHT_SOURCE_BANK, ON_TIME, ON_TIME + 3)
                .ifPresent(bytes -> add(figures, LIGHT_SOURCE_HOURS, hours(bytes.number(ON_TIME, 4))));
        return figures;
    }

    private Optional<MemoryBytes> bytes(int bank, int first, int last) {
        return gear.read(bank, first, last - first + 1).map(bytes -> new MemoryBytes(first, bytes));
    }

    private static void add(List<Figure> figures, Series series, OptionalDouble value) {
        value.ifPresent(number -> figures.add(new Figure(series, number)));
    }

    private static OptionalDouble hours(OptionalLong seconds) {
        return seconds.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.rint(seconds.getAsLong() / SECONDS_PER_HOUR * 1000) / 1000);
    }

    private static OptionalDouble scaled(OptionalLong number, double parts, int offset) {
        return number.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number.getAsLong() / parts + offset);
    }
}
