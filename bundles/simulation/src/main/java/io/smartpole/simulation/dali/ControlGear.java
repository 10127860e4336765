package io.smartpole.simulation.dali;

import java.time.Duration;
import java.util.Map;

/**
 * A DALI-2 LED control gear with D4i's energy and diagnostics banks, as it shows itself on the bus: addressing, commands
 * and queries of IEC 62386-102 as far as a driver of one luminaire uses them. It belongs to no group and stores no scenes; other commands are ignored.
 *
 * <p>Times are real time since boot: what a frame takes does not depend on how fast the world runs.
 */
public final class ControlGear {

    /** The second of two equal frames begins at most 100 ms after the first; measured here from end to end. */
    private static final Duration SEND_TWICE = Duration.ofMillis(100).plus(DaliHat.FORWARD_FRAME);

    private static final int NO_FRAME = -1;
    private static final int FIRST_CONFIGURATION_COMMAND = 0x20;
    private static final int LAST_CONFIGURATION_COMMAND = 0x81;

    /** LED (Part 207), Parts 252 and 253; 254 ends the list. */
    private static final int[] DEVICE_TYPES = {6, 51, 52, 254};

    private static final int LIGHT_SOURCE_LED = 6;

    private final int shortAddress;
    private final GearSettings settings = new GearSettings();
    private final ArcPower arcPower;
    private final Map<Integer, MemoryBank> banks;

    private boolean powered = true;
    private boolean powerCycleSeen;
    private int dtr0;
    private int dtr1;
    private int dtr2;
    private boolean writeEnabled;
    private int nextDeviceType = DEVICE_TYPES.length;

    private int formerFrame = NO_FRAME;
    private Duration formerAt = Duration.ZERO;

    /** @param level that it gives already: nothing has happened to it for long */
    public ControlGear(int shortAddress, int level, Load load) {
        this.shortAddress = shortAddress;
        this.arcPower = new ArcPower(settings, load, level);
        this.banks = D4iBanks.of(load, arcPower);
    }

    /** Lets time pass. */
    void advance(Duration now) {
        if (powered) {
            arcPower.advance(now);
        }
    }

    /** @param on whether mains reach it */
    void mains(boolean on, Duration now) {
        if (on == powered) {
            return;
        }
        powered = on;
        if (on) {
            powerCycleSeen = true;
            arcPower.powerReturned(now);
        } else {
            dtr0 = 0;
            dtr1 = 0;
            dtr2 = 0;
            writeEnabled = false;
            formerFrame = NO_FRAME;
            banks.values().forEach(MemoryBank::powerLost);
            arcPower.powerLost();
        }
    }

    /** Its wire to the bus is cut. */
    void busFailed() {
        if (powered) {
            arcPower.busFailed();
        }
    }

    /**
     * @param frame 16 bits: address byte and data byte
     * @param now when its last bit was there
     */
    Answer receive(int frame, Duration now) {
        if (!powered) {
            return Answer.NONE;
        }
        advance(now);
        boolean twice = frame == formerFrame && now.minus(formerAt).compareTo(SEND_TWICE) <= 0;
        formerFrame = twice ? NO_FRAME : frame;
        formerAt = now;

        int address = frame >> 8;
        int data = frame & 0xFF;
        if ((address & 0xE1) == 0xA1 || (address & 0xE1) == 0xC1) {
            return special(address, data);
        }
        boolean broadcast = (address & 0xFE) == 0xFE;
        if (!broadcast && address >> 1 != shortAddress) {
            return Answer.NONE;
        }
        if ((address & 1) == 0) {
            leaveOtherModes(NO_FRAME);
            powerCycleSeen = false;
            arcPower.direct(data, now);
            return Answer.NONE;
        }
        leaveOtherModes(data);
        if (data < FIRST_CONFIGURATION_COMMAND) {
            levelCommand(data);
            return Answer.NONE;
        }
        if (data <= LAST_CONFIGURATION_COMMAND) {
            if (twice) {
                configure(data);
            }
            return Answer.NONE;
        }
        return query(data);
    }

    /** Any command that is not about writing memory ends its enabling; the list of device types ends likewise. */
    private void leaveOtherModes(int command) {
        if (command != 0x98 && command != 0x9C && command != 0x9D) {
            writeEnabled = false;
        }
        if (command != 0xA7) {
            nextDeviceType = DEVICE_TYPES.length;
        }
    }

    private Answer special(int address, int data) {
        nextDeviceType = DEVICE_TYPES.length;
        switch (address) {
            case 0xA3 -> dtr0 = data;
            case 0xC3 -> dtr1 = data;
            case 0xC5 -> dtr2 = data;
            case 0xC7 -> { // WRITE MEMORY LOCATION
                return writeMemory(data) ? Answer.of(data) : Answer.NONE;
            }
            case 0xC9 -> writeMemory(data); // the same, NO REPLY
            default -> writeEnabled = false;
        }
        return Answer.NONE;
    }

    private void levelCommand(int command) {
        int actual = arcPower.actual();
        switch (command) {
            case 0x00 -> arcPower.jump(0); // OFF
            case 0x03 -> arcPower.jump(actual == 0 ? 0 : Math.min(actual + 1, GearSettings.HIGHEST)); // STEP UP
            case 0x04 -> arcPower.jump(actual == 0 ? 0 : actual - 1); // STEP DOWN, never to off
            case 0x05 -> arcPower.jump(settings.highest()); // RECALL MAX LEVEL
            case 0x06 -> arcPower.jump(settings.lowest()); // RECALL MIN LEVEL
            default -> {
                return;
            }
        }
        powerCycleSeen = false;
    }

    private void configure(int command) {
        switch (command) {
            case 0x20 -> { // RESET
                powerCycleSeen = false;
                settings.reset();
                arcPower.jump(GearSettings.HIGHEST);
            }
            case 0x21 -> dtr0 = arcPower.actual(); // STORE ACTUAL LEVEL IN DTR0
            case 0x2A -> { // SET MAX LEVEL
                settings.highest(dtr0);
                arcPower.keepWithinLimits();
            }
            case 0x2B -> { // SET MIN LEVEL
                settings.lowest(dtr0);
                arcPower.keepWithinLimits();
            }
            case 0x2C -> settings.systemFailure(dtr0);
            case 0x2D -> settings.powerOn(dtr0);
            case 0x2E -> settings.fadeTime(dtr0);
            case 0x2F -> settings.fadeRate(dtr0);
            case 0x30 -> settings.extendedFadeTime(dtr0);
            case 0x81 -> writeEnabled = true; // ENABLE WRITE MEMORY
            default -> {}
        }
    }

    private Answer query(int command) {
        return switch (command) {
            case 0x90 -> Answer.of(status());
            case 0x91 -> Answer.YES; // QUERY CONTROL GEAR PRESENT
            case 0x92 -> Answer.yesOrNo(arcPower.lampFailure());
            case 0x93 -> Answer.yesOrNo(arcPower.lampOn());
            case 0x94 -> Answer.yesOrNo(arcPower.limitError());
            case 0x95 -> Answer.yesOrNo(settings.isReset());
            case 0x97 -> Answer.of(D4iBanks.VERSION_2_0);
            case 0x98 -> Answer.of(dtr0);
            case 0x99 -> { // QUERY DEVICE TYPE: several
                nextDeviceType = 0;
                yield Answer.of(GearSettings.MASK);
            }
            case 0x9A -> Answer.of(GearSettings.PHYSICAL_MINIMUM);
            case 0x9B -> Answer.yesOrNo(powerCycleSeen);
            case 0x9C -> Answer.of(dtr1);
            case 0x9D -> Answer.of(dtr2);
            case 0x9F -> Answer.of(LIGHT_SOURCE_LED);
            case 0xA0 -> Answer.of(arcPower.told());
            case 0xA1 -> Answer.of(settings.highest());
            case 0xA2 -> Answer.of(settings.lowest());
            case 0xA3 -> Answer.of(settings.powerOn());
            case 0xA4 -> Answer.of(settings.systemFailure());
            case 0xA5 -> Answer.of(settings.fadeTimeAndRate());
            case 0xA7 -> nextDeviceType < DEVICE_TYPES.length ? Answer.of(DEVICE_TYPES[nextDeviceType++]) : Answer.NONE;
            case 0xA8 -> Answer.of(settings.extendedFadeTime());
            case 0xC5 -> readMemory();
            // Among them QUERY CONTROL GEAR FAILURE (0xAA) and QUERY MISSING SHORT ADDRESS (0x96): never so, hence no
            // answer.
            default -> Answer.NONE;
        };
    }

    private int status() {
        return (arcPower.lampFailure() ? 1 << 1 : 0)
                | (arcPower.lampOn() ? 1 << 2 : 0)
                | (arcPower.limitError() ? 1 << 3 : 0)
                | (arcPower.fading() ? 1 << 4 : 0)
                | (settings.isReset() ? 1 << 5 : 0)
                | (powerCycleSeen ? 1 << 7 : 0);
    }

    private Answer readMemory() {
        MemoryBank bank = banks.get(dtr1);
        if (bank == null) {
            return Answer.NONE;
        }
        int value = bank.read(dtr0);
        countUp();
        return value == MemoryBank.NOT_IMPLEMENTED ? Answer.NONE : Answer.of(value);
    }

    private boolean writeMemory(int value) {
        MemoryBank bank = banks.get(dtr1);
        if (bank == null || !writeEnabled) {
            return false;
        }
        boolean written = bank.write(dtr0, value);
        countUp();
        return written;
    }

    private void countUp() {
        dtr0 = Math.min(dtr0 + 1, 0xFF);
    }
}
