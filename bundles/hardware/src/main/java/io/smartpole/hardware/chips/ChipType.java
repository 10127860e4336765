package io.smartpole.hardware.chips;

import io.smartpole.hardware.chips.bh1750.Bh1750;
import io.smartpole.hardware.chips.bme280.Bme280;
import io.smartpole.hardware.chips.host.HostFigures;
import io.smartpole.hardware.chips.ina226.Ina226;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The chips that have a driver here. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of and never change
public enum ChipType {
    BH1750("bh1750", Bh1750.QUANTITIES, List.of(0x23, 0x5C)),
    BME280("bme280", Bme280.QUANTITIES, List.of(0x76, 0x77)),
    INA226(
            "ina226",
            Ina226.QUANTITIES,
            IntStream.rangeClosed(0x40, 0x4F).boxed().toList()),
    /** The computer itself, which is on no bus. */
    HOST("host", HostFigures.QUANTITIES, List.of());

    private final String label;
    private final List<Quantity> quantities;
    private final List<Integer> addresses;

    ChipType(String label, List<Quantity> quantities, List<Integer> addresses) {
        this.label = label;
        this.quantities = quantities;
        this.addresses = addresses;
    }

    /** @return the chip's name in profiles */
    public String label() {
        return label;
    }

    public List<Quantity> quantities() {
        return quantities;
    }

    /** @return the I2C addresses that its pins can select; empty if it is on no bus */
    public List<Integer> addresses() {
        return addresses;
    }

    public static Optional<ChipType> of(String label) {
        return Arrays.stream(values()).filter(chip -> chip.label.equals(label)).findFirst();
    }
}
