package io.smartpole.simulation.dali;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The serial side of ATX LED's AL-DALI-HAT: lines of ASCII.
 *
 * <pre>
 * to it    hXXXX   send a forward frame of 16 bits
 *          tXXXX   send it twice within 100 ms
 * from it  N       no backward frame
 *          Jxx     a backward frame
 *          X       a backward frame that could not be read
 * </pre>
 *
 * One line for each frame, when its time on the bus is over. Anything else is ignored. As nobody else sends on this bus,
 * it never says that a frame collided ({@code Z}), nor that it heard one of others ({@code H}).
 */
public final class DaliHat {

    /** 19 bits of 833 us: start, 16 bits of data, two for stop (IEC 62386-101, 8.1). */
    static final Duration FORWARD_FRAME = Duration.ofMillis(16);

    /** A gear answers 5.5 to 10.5 ms after that; 11 bits of 833 us. */
    static final Duration BACKWARD_FRAME = Duration.ofMillis(16);

    /** After this it waits for an answer no longer. */
    static final Duration NO_ANSWER = Duration.ofMillis(11);

    private static final Pattern COMMAND = Pattern.compile("([ht])([0-9A-F]{4})");
    private static final int LONGEST_LINE = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final DaliBus bus;
    private final StringBuilder command = new StringBuilder();
    private final Deque<Byte> answers = new ArrayDeque<>();
    private final Deque<Duration> due = new ArrayDeque<>();
    private Duration busyUntil = Duration.ZERO;

    public DaliHat(DaliBus bus) {
        this.bus = bus;
    }

    /** Takes what the host sends. It does not wait for the bus: answers come when their time has come. */
    public synchronized void write(byte[] bytes, Duration now) {
        for (byte b : bytes) {
            if (b == '\n') {
                obey(command.toString().strip(), now);
                command.setLength(0);
            } else if (command.length() < LONGEST_LINE) {
                command.append((char) (b & 0xFF));
            }
        }
    }

    /** @return how many bytes can be read at once */
    public synchronized int available(Duration now) {
        int count = 0;
        for (Duration time : due) {
            if (time.compareTo(now) > 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** @return at most {@code most} of the bytes that can be read at once */
    public synchronized byte[] read(int most, Duration now) {
        byte[] bytes = new byte[Math.min(most, available(now))];
        for (int i = 0; i < bytes.length; i++) {
            due.remove();
            bytes[i] = answers.remove();
        }
        return bytes;
    }

    private void obey(String line, Duration now) {
        Matcher matcher = COMMAND.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        int frame = HexFormat.fromHexDigits(matcher.group(2));
        send(frame, now);
        if (matcher.group(1).equals("t")) {
            send(frame, now);
        }
    }

    private void send(int frame, Duration now) {
        Duration start = busyUntil.compareTo(now) > 0 ? busyUntil : now;
        Duration sent = start.plus(FORWARD_FRAME);
        Answer answer = bus.send(frame, sent);
        busyUntil = sent.plus(answer.kind() == Answer.Kind.NONE ? NO_ANSWER : BACKWARD_FRAME);
        String line = switch (answer.kind()) {
            case NONE -> "N";
            case BYTE -> "J" + HEX.toHexDigits((byte) answer.value());
            case UNREADABLE -> "X";
        };
        for (byte b : (line + "\n").getBytes(StandardCharsets.US_ASCII)) {
            answers.add(b);
            due.add(busyUntil);
        }
    }
}
