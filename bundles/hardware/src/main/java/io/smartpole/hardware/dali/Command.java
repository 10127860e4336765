package io.smartpole.hardware.dali;

/** The commands to one control gear that are used here (IEC 62386-102, table 15), with their opcodes. */
public enum Command {
    SET_MAX_LEVEL(0x2A, true),
    SET_SYSTEM_FAILURE_LEVEL(0x2C, true),
    SET_POWER_ON_LEVEL(0x2D, true),
    SET_FADE_TIME(0x2E, true),
    SET_EXTENDED_FADE_TIME(0x30, true),
    ENABLE_WRITE_MEMORY(0x81, true),
    QUERY_STATUS(0x90, false),
    QUERY_CONTROL_GEAR_PRESENT(0x91, false),
    QUERY_CONTENT_DTR0(0x98, false),
    QUERY_ACTUAL_LEVEL(0xA0, false),
    QUERY_MAX_LEVEL(0xA1, false),
    QUERY_MIN_LEVEL(0xA2, false),
    QUERY_POWER_ON_LEVEL(0xA3, false),
    QUERY_SYSTEM_FAILURE_LEVEL(0xA4, false),
    QUERY_FADE_TIME_FADE_RATE(0xA5, false),
    QUERY_EXTENDED_FADE_TIME(0xA8, false),
    /** Of the bank in DTR1 and the location in DTR0, which then counts up. */
    READ_MEMORY_LOCATION(0xC5, false);

    private final int opcode;
    private final boolean twice;

    Command(int opcode, boolean twice) {
        this.opcode = opcode;
        this.twice = twice;
    }

    int opcode() {
        return opcode;
    }

    /** @return true if gear obeys only when it hears it twice within 100 ms, so that no disturbance configures it */
    boolean twice() {
        return twice;
    }
}
