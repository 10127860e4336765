package io.smartpole.simulation.dali;

import io.smartpole.simulation.dali.Load.Figures;
import io.smartpole.simulation.dali.MemoryBank.Values;
import java.util.Map;

/**
 * The memory banks of a D4i control gear: 0 (IEC 62386-102), 202 active energy and power (Part 252), 205 diagnostics of
 * the gear and 206 of its light source (Part 253).
 */
final class D4iBanks {

    /** Version 2.0 of a part, as one byte: major in bits 7 to 2, minor in bits 1 and 0. */
    static final int VERSION_2_0 = 2 << 2;

    private static final long GTIN = 4_012_345_678_901L;
    private static final long SERIAL_NUMBER = 1;

    /** Current through the LEDs at full light, in A. */
    private static final double RATED_CURRENT = 0.7;

    private static final double OPEN_CIRCUIT_SHARE = 1.3;
    private static final int TEMPERATURE_OFFSET = 60;

    private final Load load;
    private final ArcPower arcPower;

    private D4iBanks(Load load, ArcPower arcPower) {
        this.load = load;
        this.arcPower = arcPower;
    }

    static Map<Integer, MemoryBank> of(Load load, ArcPower arcPower) {
        D4iBanks banks = new D4iBanks(load, arcPower);
        return Map.of(
                0, new MemoryBank(0x1A, false, D4iBanks::identity),
                202, new MemoryBank(0x0F, true, banks::energy),
                205, new MemoryBank(0x1C, true, banks::gear),
                206, new MemoryBank(0x20, true, banks::lightSource));
    }

    private static void identity(Values values) {
        values.put(0x02, 1, 206); // last bank
        values.put(0x03, 6, GTIN);
        values.put(0x09, 2, 0x0100); // firmware 1.0
        values.put(0x0B, 8, SERIAL_NUMBER);
        values.put(0x13, 2, 0x0100); // hardware 1.0
        values.put(0x15, 1, VERSION_2_0); // of Part 101
        values.put(0x16, 1, VERSION_2_0); // of Part 102
        values.mask(0x17, 1); // Part 103: this is no control device
        values.put(0x18, 1, 0); // control devices
        values.put(0x19, 1, 1); // control gear
        values.put(0x1A, 1, 0); // index of this one
    }

    private void energy(Values values) {
        Figures now = load.figures();
        values.put(0x03, 1, 1); // version of the bank
        values.put(0x04, 1, -1); // scale: 0.1 Wh
        values.put(0x05, 6, Math.round(now.energy() * 10));
        values.put(0x0B, 1, -2); // scale: 0.01 W
        values.put(0x0C, 4, Math.round(now.power() * 100));
    }

    private void gear(Values values) {
        Figures now = load.figures();
        values.put(0x03, 1, 1);
        values.put(0x04, 4, now.operatingTime());
        values.put(0x08, 3, now.starts());
        values.put(0x0B, 2, Math.round(now.supplyVoltage() * 10));
        values.put(0x0D, 1, 50); // Hz
        if (now.light() > 0) {
            values.put(0x0E, 1, Math.round(100 * powerFactor(now.light())));
        } else {
            values.temporarilyMask(0x0E, 1);
        }
        values.put(0x0F, 2, 0); // failure of the gear, and how often
        values.put(0x11, 4, 0); // undervoltage and overvoltage, and how often
        values.mask(0x15, 2); // limitation of output power
        values.put(0x17, 4, 0); // thermal derating and shutdown, and how often
        values.put(0x1B, 1, Math.round(now.temperature()) + TEMPERATURE_OFFSET);
        values.put(0x1C, 1, Math.round(100 * now.light()));
    }

    private void lightSource(Values values) {
        Figures now = load.figures();
        boolean failed = arcPower.lampFailure();
        double stringVoltage = 0.9 * now.ratedPower() / RATED_CURRENT;
        double voltage;
        if (now.light() > 0) {
            voltage = stringVoltage * (0.92 + 0.08 * now.light());
        } else {
            voltage = arcPower.actual() > 0 && failed ? OPEN_CIRCUIT_SHARE * stringVoltage : 0;
        }
        values.put(0x03, 1, 1);
        values.put(0x04, 3, now.lightStarts()); // resettable
        values.put(0x07, 3, now.lightStarts());
        values.put(0x0A, 4, now.lightOnTime()); // resettable
        values.put(0x0E, 4, now.lightOnTime());
        values.put(0x12, 2, Math.min(0xFFFD, Math.round(voltage * 10)));
        values.put(0x14, 2, Math.round(now.light() * RATED_CURRENT * 1000));
        values.put(0x16, 1, failed ? 1 : 0);
        values.put(0x17, 1, Math.min(0xFD, arcPower.lampFailures()));
        values.put(0x18, 2, 0); // short circuit, and how often
        values.put(0x1A, 1, failed ? 1 : 0); // open circuit, and how often
        values.put(0x1B, 1, Math.min(0xFD, arcPower.lampFailures()));
        values.mask(0x1C, 4); // thermal derating and shutdown of the light source
        values.mask(0x20, 1); // its temperature: no sensor
    }

    /** Falls with the load, as that of usual LED drivers. */
    private static double powerFactor(double light) {
        double dimmed = 1 - light;
        return 0.97 - 0.45 * dimmed * dimmed * dimmed;
    }
}
