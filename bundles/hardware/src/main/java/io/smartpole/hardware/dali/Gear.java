package io.smartpole.hardware.dali;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One control gear, by its short address. */
public final class Gear {

    /** A disturbance hits one frame; what is silent three times, is silent. */
    private static final int TRIES = 3;

    /** Each bank says there how far it reaches (IEC 62386-102, 9.10). */
    private static final int LAST_LOCATION = 0;

    private static final int LOCK_BYTE = 2;
    private static final int LATCH = 0xAA;
    private static final int RELEASE = 0xFF;

    private final DaliLine line;
    private final int shortAddress;
    private volatile @Nullable Integer told;
    private volatile int minimum = DaliLevel.LOWEST;

    /** @param shortAddress 0 to 63 */
    public Gear(DaliLine line, int shortAddress) {
        this.line = line;
        this.shortAddress = shortAddress;
    }

    /**
     * Tells it a level. Gear answers nothing to that, so this says only that the level was on the bus.
     *
     * @param level 0 to 254; what is above 0 is lifted to the gear's own minimum
     */
    public void level(int level) {
        line.undisturbed(() -> {
            told = level;
            repeatLevel();
        });
    }

    /** Tells it the latest level again, if there was one. */
    void repeatLevel() {
        line.undisturbed(() -> {
            Integer level = aim();
            if (level != null) {
                line.exchange(Frame.directArcPower(shortAddress, level));
            }
        });
    }

    /** @return the latest level that it was told; null if none */
    @Nullable
    Integer told() {
        return told;
    }

    /** @return the level that it should show: the latest one, lifted to its minimum; null if it was told none */
    @Nullable
    Integer aim() {
        Integer level = told;
        return level == null || level == DaliLevel.OFF ? level : Integer.valueOf(Math.max(minimum, level));
    }

    /** Asks for the lowest level that it can give, for the levels to come. */
    void learnMinimum() {
        int level = value(Command.QUERY_MIN_LEVEL);
        if (level >= DaliLevel.LOWEST && level <= DaliLevel.HIGHEST) {
            minimum = level;
        }
    }

    /** @return whether anything has this short address, be it several gears at once */
    private boolean present() {
        return ask(Command.QUERY_CONTROL_GEAR_PRESENT).yes();
    }

    /**
     * Asks for a value.
     *
     * @throws DaliException if nothing answers, or what answers cannot be read
     */
    int value(Command query) {
        Answer answer = insist(query);
        if (answer instanceof Answer.Value value) {
            return value.data();
        }
        // A yes/no query may still be heard where a value is not: then somebody is there.
        if (answer instanceof Answer.Unreadable || present()) {
            throw disturbed();
        }
        throw new DaliException(
                this + " does not answer",
                "check the control gear's mains, the DALI wires and their voltage (9.5 to 22.5 V), and its short address");
    }

    /**
     * Asks for a value that not every gear has.
     *
     * @return empty if nothing answers, however often it is asked
     * @throws DaliException if what answers cannot be read: then it has the value
     */
    OptionalInt valueIfAny(Command query) {
        Answer answer = insist(query);
        if (answer instanceof Answer.Unreadable) {
            throw disturbed();
        }
        return answer instanceof Answer.Value value ? OptionalInt.of(value.data()) : OptionalInt.empty();
    }

    /** @return a value if one of several tries gives one; none only if nothing was heard in any of them */
    private Answer insist(Command query) {
        Answer heard = new Answer.None();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Answer answer = ask(query);
            if (answer instanceof Answer.Value) {
                return answer;
            }
            if (answer.yes()) {
                heard = answer;
            }
        }
        return heard;
    }

    private DaliException disturbed() {
        return new DaliException(
                "several control gears answer at short address %d, or the DALI bus is disturbed"
                        .formatted(shortAddress),
                "give each control gear a short address of its own, and check the DALI wires");
    }

    private Answer ask(Command query) {
        return line.exchange(Frame.command(shortAddress, query));
    }

    /**
     * Changes a setting in the gear's memory, which wears out: only when it differs. The gear stores what it has in
     * DTR0, be it left there by another command. So if it did not hear the value, nothing is stored; read the setting
     * back.
     */
    void set(Command setting, int value) {
        line.undisturbed(() -> {
            line.exchange(Frame.dtr0(value));
            if (ask(Command.QUERY_CONTENT_DTR0).equals(new Answer.Value(value))) {
                line.exchange(Frame.command(shortAddress, setting));
            }
        });
    }

    /**
     * Reads a stretch of a memory bank that can be latched (Parts 252 and 253), all bytes as of one moment.
     *
     * @return empty if the gear does not have these locations
     * @throws DaliException if the bytes may not be those that were asked for
     */
    Optional<byte[]> read(int bank, int location, int length) {
        line.exchange(Frame.dtr1(bank));
        line.exchange(Frame.dtr0(LAST_LOCATION));
        if (!(ask(Command.READ_MEMORY_LOCATION) instanceof Answer.Value last) || last.data() < location + length - 1) {
            return Optional.empty();
        }
        write(LOCK_BYTE, LATCH);
        Optional<byte[]> bytes = readLatched(location, length);
        write(LOCK_BYTE, RELEASE);
        return bytes;
    }

    /** Any other command, a level too, would disable writing again, so nothing may come between. */
    private void write(int location, int value) {
        line.undisturbed(() -> {
            line.exchange(Frame.command(shortAddress, Command.ENABLE_WRITE_MEMORY));
            line.exchange(Frame.dtr0(location));
            line.exchange(Frame.writeMemory(value));
        });
    }

    private Optional<byte[]> readLatched(int location, int length) {
        line.exchange(Frame.dtr0(location));
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            Answer answer = ask(Command.READ_MEMORY_LOCATION);
            if (answer instanceof Answer.None) {
                return Optional.empty();
            }
            if (!(answer instanceof Answer.Value value)) {
                throw unreadable();
            }
            bytes[i] = (byte) value.data();
        }
        // The gear counts along in DTR0. Where it stands elsewhere, a frame was lost and the bytes are shifted.
        if (value(Command.QUERY_CONTENT_DTR0) != location + length) {
            throw unreadable();
        }
        return Optional.of(bytes);
    }

    private DaliException unreadable() {
        return new DaliException(
                "the memory of " + this + " could not be read without a fault",
                "check the DALI wires for disturbances");
    }

    @Override
    public String toString() {
        return "control gear " + shortAddress;
    }
}
