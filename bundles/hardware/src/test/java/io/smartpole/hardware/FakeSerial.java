package io.smartpole.hardware;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.SerialBase;
import com.pi4j.io.serial.SerialConfig;
import com.pi4j.io.serial.SerialProvider;
import com.pi4j.io.serial.SerialProviderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Serial lines with something at the other end that answers to what is sent. */
public final class FakeSerial extends SerialProviderBase implements SerialProvider {

    /** What comes back for a line: bytes as text. A {@code |} in it means that the rest comes a moment later. */
    public volatile Function<String, String> answers = line -> "";

    /** What was sent, line by line. */
    public final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    /** The lines that were opened, as {@code device@baud}. */
    public final List<String> opened = new ArrayList<>();

    /** Set to let the line fail as one that was unplugged. */
    public volatile boolean gone;

    FakeSerial() {
        super("fake-serial", "fake serial lines");
    }

    @Override
    public Serial create(SerialConfig config) {
        Line line = new Line(this, config);
        context.registry().add(line);
        return line;
    }

    private final class Line extends SerialBase {
        private final Deque<Byte> waiting = new ArrayDeque<>();
        private final Deque<String> later = new ArrayDeque<>();

        Line(SerialProvider provider, SerialConfig config) {
            super(provider, config);
        }

        @Override
        public void open() {
            check();
            opened.add(config.device() + "@" + config.baud());
            isOpen = true;
        }

        private void check() {
            if (gone) {
                throw new IOException("no such device");
            }
        }

        @Override
        public int available() {
            check();
            if (waiting.isEmpty() && !later.isEmpty()) {
                arrive(later.remove());
                return 0;
            }
            return waiting.size();
        }

        private void arrive(String bytes) {
            for (byte each : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
                waiting.add(each);
            }
        }

        @Override
        public int read() {
            return waiting.isEmpty() ? -1 : waiting.remove() & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = Math.min(length, waiting.size());
            for (int i = 0; i < count; i++) {
                buffer[offset + i] = waiting.remove();
            }
            return count;
        }

        @Override
        public int write(byte b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(byte[] data, int offset, int length) {
            check();
            String line = new String(data, offset, length, StandardCharsets.US_ASCII);
            if (!line.endsWith("\n")) {
                throw new AssertionError("not a line: " + line);
            }
            sent.add(line.strip());
            String[] parts = answers.apply(line.strip()).split("\\|", -1);
            arrive(parts[0]);
            for (int i = 1; i < parts.length; i++) {
                later.add(parts[i]);
            }
            return length;
        }
    }
}
