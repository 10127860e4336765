package io.smartpole.simulation.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.SerialBase;
import com.pi4j.io.serial.SerialConfig;
import com.pi4j.io.serial.SerialProvider;
import io.smartpole.simulation.dali.DaliHat;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A serial line whose other end is a DALI interface. Neither writing nor reading ever waits. */
final class SimulatedSerial extends SerialBase {

    /** Pi4J: a negative number is an error. */
    private static final int NOTHING = -1;

    private final @Nullable DaliHat hat;
    private final Supplier<Duration> sinceBoot;

    /** @param hat null if there is no such line */
    SimulatedSerial(@Nullable DaliHat hat, Supplier<Duration> sinceBoot, SerialProvider provider, SerialConfig config) {
        super(provider, config);
        this.hat = hat;
        this.sinceBoot = sinceBoot;
    }

    /** @throws IOException if the pole has no such line */
    @Override
    public void open() {
        if (hat == null) {
            throw new IOException(config().device() + ": No such file or directory");
        }
        isOpen = true;
    }

    @Override
    public int available() {
        return opened().available(sinceBoot.get());
    }

    @Override
    public int read() {
        byte[] one = opened().read(1, sinceBoot.get());
        return one.length == 0 ? NOTHING : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        byte[] bytes = opened().read(length, sinceBoot.get());
        System.arraycopy(bytes, 0, buffer, offset, bytes.length);
        return bytes.length;
    }

    @Override
    public int write(byte b) {
        opened().write(new byte[] {b}, sinceBoot.get());
        return 1;
    }

    @Override
    public int write(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        opened().write(Arrays.copyOfRange(data, offset, offset + length), sinceBoot.get());
        return length;
    }

    @Override
    public Serial shutdown(Context context) {
        close();
        return super.shutdown(context);
    }

    private DaliHat opened() {
        DaliHat other = hat;
        if (!isOpen || other == null) {
            throw new IOException(config().device() + " is not open");
        }
        return other;
    }
}
