package io.smartpole.hardware.dali;

import com.pi4j.context.Context;
import com.pi4j.io.serial.DataBits;
import com.pi4j.io.serial.FlowControl;
import com.pi4j.io.serial.Parity;
import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.StopBits;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.chips.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A DALI bus behind the AL-DALI HAT of ATX LED, or what speaks like it: 19200 baud, 8N1, lines of ASCII.
 *
 * <pre>
 *   we send   hXXXX   one forward frame        it answers, per frame   N    no backward frame
 *             tXXXX   the same frame twice                             Jxx  a backward frame
 *                                                                      X..  a backward frame that it could not read
 *   it may also tell foreign frames, HXXXX                             Z..  the bus was busy, or our frame was destroyed
 * </pre>
 *
 * <p>The serial line is opened with the first frame and, after it failed, with the next. Used by several threads: each
 * frame waits for its turn, first come, first served, so that a level is never held up by a long reading.
 */
public final class DaliLine {

    /** What to check when it says nothing. */
    public static final String ADVICE =
            "check that the DALI interface is plugged in, that no console uses its serial line (raspi-config,"
                    + " Interface, Serial Port), and that the gateway may use it (group dialout)";

    private static final String ID = "dali";
    private static final int BAUD = 19200;

    /** Frame, answer and both pauses take 45 ms on the bus; what takes this long, is dead. */
    private static final Duration DEAD = Duration.ofMillis(200);

    private static final Duration SECOND_OF_TWO = Duration.ofMillis(60);
    /** Pi4J's serial lines know no timeout, so we look how much is there. */
    private static final Duration ANOTHER_LOOK = Duration.ofMillis(2);

    private static final int TRIES = 5;
    private static final Duration AFTER_COLLISION = Duration.ofMillis(20);
    /** More than any line of the interface; what is longer, is garbage. */
    private static final int LONGEST_LINE = 32;

    private final Context board;
    private final String device;
    private final TimeSource time;
    private final Pause pause;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final StringBuilder received = new StringBuilder();
    private @Nullable Serial serial;

    /** @param device such as {@code /dev/serial0} */
    public DaliLine(Context board, String device, TimeSource time, Pause pause) {
        this.board = board;
        this.device = device;
        this.time = time;
        this.pause = pause;
    }

    /**
     * Sends a frame and waits for what follows, 200 ms at most; after a collision it sends again, up to 5 times in all.
     *
     * @throws DaliException if the frame may not have reached the bus
     */
    Answer exchange(Frame frame) {
        turn.lock();
        try {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                Answer answer = attempt(frame);
                if (answer != null) {
                    return answer;
                }
            }
            throw new DaliException(
                    "the DALI bus is busy or shorted: frame %s was destroyed %d times".formatted(frame, TRIES),
                    "check the DALI wires for a short circuit, and that nothing else talks on them");
        } catch (DaliException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) { // the latter if jSerialComm has nothing for this computer
            close();
            throw new DaliException("the serial line " + device + " fails: " + innermost(e), ADVICE);
        } finally {
            turn.unlock();
        }
    }

    /** Does something that no frame of another thread may come between. Keep it to a few frames: levels wait meanwhile. */
    void undisturbed(Runnable frames) {
        turn.lock();
        try {
            frames.run();
        } finally {
            turn.unlock();
        }
    }

    /** @return null if the frame was destroyed */
    private @Nullable Answer attempt(Frame frame) {
        Serial open = open();
        open.drain(); // what came too late, or was foreign, is no answer to this frame
        received.setLength(0);
        byte[] line = frame.line().getBytes(StandardCharsets.US_ASCII);
        open.write(line, 0, line.length);
        String answer = nextAnswer(open, DEAD);
        if (answer == null) {
            close();
            throw new DaliException(
                    "the DALI interface at %s says nothing within %d ms".formatted(device, DEAD.toMillis()), ADVICE);
        }
        if (frame.twice()) {
            String second = nextAnswer(open, SECOND_OF_TWO);
            answer = second == null || answer.startsWith("Z") ? answer : second;
        }
        return switch (answer.charAt(0)) {
            case 'N' -> new Answer.None();
            case 'J' -> backwardFrame(answer);
            case 'X' -> {
                pause.pause(AFTER_COLLISION); // the rest of it is no answer to the next frame
                yield new Answer.Unreadable();
            }
            default -> {
                pause.pause(AFTER_COLLISION);
                yield null;
            }
        };
    }

    private static Answer backwardFrame(String line) {
        return line.matches("J[0-9A-Fa-f]{2}")
                ? new Answer.Value(HexFormat.fromHexDigits(line, 1, 3))
                : new Answer.Unreadable();
    }

    /** @return the next line that tells what became of a frame; null if there is none in time */
    private @Nullable String nextAnswer(Serial open, Duration within) {
        Duration end = time.now().sinceBoot().plus(within);
        while (true) {
            String line = nextLine(open);
            if (line == null) {
                if (time.now().sinceBoot().compareTo(end) >= 0) {
                    return null;
                }
                pause.pause(ANOTHER_LOOK);
            } else if (!line.isEmpty() && "NJXZ".indexOf(line.charAt(0)) >= 0) {
                return line;
            }
        }
    }

    /** @return the next line that is complete, without its end; null while there is none */
    private @Nullable String nextLine(Serial open) {
        byte[] one = new byte[1];
        while (open.available() > 0 && open.read(one, 0, 1) == 1) {
            if (one[0] == '\n') {
                String line = received.toString().strip();
                received.setLength(0);
                return line;
            }
            if (received.length() < LONGEST_LINE) {
                received.append((char) (one[0] & 0x7F));
            }
        }
        return null;
    }

    private Serial open() {
        Serial open = serial;
        if (open == null) {
            open = board.create(Serial.newConfigBuilder(board)
                    .id(ID)
                    .device(device)
                    .baud(BAUD)
                    .dataBits(DataBits._8)
                    .parity(Parity.NONE)
                    .stopBits(StopBits._1)
                    .flowControl(FlowControl.NONE)
                    .build());
            open.open();
            serial = open;
        }
        return open;
    }

    /** Lets go of the serial line. */
    public void close() {
        serial = null;
        if (board.hasIO(ID)) {
            board.shutdown(ID);
        }
    }

    private static String innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage());
    }
}
