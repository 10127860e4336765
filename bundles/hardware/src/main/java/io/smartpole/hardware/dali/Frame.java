package io.smartpole.hardware.dali;

/**
 * A forward frame of 16 bits (IEC 62386-102, 7.2): an address byte and a data byte.
 *
 * <pre>
 *   0AAAAAA0 LLLLLLLL   direct arc power (DAPC): level L to short address A
 *   0AAAAAA1 CCCCCCCC   command C to short address A
 *   101CCCC1 DDDDDDDD   special command C with data D, to all gear
 *   110CCCC1 DDDDDDDD
 * </pre>
 *
 * @param bits both bytes, the address byte first
 * @param twice true if it is to be sent twice within 100 ms
 */
public record Frame(int bits, boolean twice) {

    public static final int HIGHEST_SHORT_ADDRESS = 63;

    private static final int DTR0 = 0xA3;
    private static final int DTR1 = 0xC3;
    private static final int WRITE_MEMORY_LOCATION_NO_REPLY = 0xC9;

    /**
     * @param gear short address, 0 to 63
     * @param level 0 to 254
     */
    public static Frame directArcPower(int gear, int level) {
        return new Frame(gear << 9 | level, false);
    }

    /** @param gear short address, 0 to 63 */
    public static Frame command(int gear, Command command) {
        return new Frame(gear << 9 | 1 << 8 | command.opcode(), command.twice());
    }

    /** Fills the register that most settings are taken from, and that counts memory locations. */
    public static Frame dtr0(int data) {
        return new Frame(DTR0 << 8 | data, false);
    }

    /** Fills the register that names the memory bank. */
    public static Frame dtr1(int data) {
        return new Frame(DTR1 << 8 | data, false);
    }

    /** Writes the memory location that DTR1 and DTR0 name, of gear whose memory was enabled. */
    public static Frame writeMemory(int data) {
        return new Frame(WRITE_MEMORY_LOCATION_NO_REPLY << 8 | data, false);
    }

    /** @return as the interface takes it, with its line end */
    String line() {
        return (twice ? "t" : "h") + this + "\n";
    }

    @Override
    public String toString() {
        return "%04X".formatted(bits);
    }
}
