package io.smartpole.hardware;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBusBase;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.i2c.I2CProviderBase;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmProviderBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A real Pi4J context with made-up electronics: chips on I2C bus 1, GPIO lines, one PWM. */
public final class FakeBoard implements AutoCloseable {

    public final Context context;

    /** What answers at which address of bus 1; nothing else does. */
    public final Map<Integer, FakeChip> chips = new HashMap<>();

    /** Every duty that the PWM was set to, in percent, as {@code duty@frequency}. */
    public final List<String> duties = new ArrayList<>();

    /** The lines that were opened, by GPIO number. */
    public final Map<Integer, Line> lines = new HashMap<>();

    /** GPIO lines that cannot be opened. */
    public final List<Integer> busyLines = new ArrayList<>();

    /** What the output lines were set to, as {@code gpio opened state} and {@code gpio state}. */
    public final List<String> outputs = new ArrayList<>();

    /** The serial lines and what is at their other end. */
    public final FakeSerial serial = new FakeSerial();

    /** State of lines before they are opened. */
    public final Map<Integer, DigitalState> levels = new HashMap<>();

    public FakeBoard() {
        context = Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(new Buses(), new Lines(), new Outputs(), new Pwms(), serial)
                .build();
    }

    public I2C i2c(int address) {
        return context.create(I2C.newConfigBuilder(context)
                .id("chip-" + address)
                .bus(1)
                .device(address)
                .build());
    }

    @Override
    public void close() {
        context.shutdown();
    }

    private final class Buses extends I2CProviderBase implements I2CProvider {
        Buses() {
            super("fake-i2c", "fake I2C");
        }

        @Override
        public I2C create(I2CConfig config) {
            if (config.bus() != 1) {
                throw new Pi4JException("I2C bus " + config.bus() + " does not exist");
            }
            Device device = new Device(this, config);
            context.registry().add(device);
            return device;
        }
    }

    private static final class Bus extends I2CBusBase {
        Bus(I2CConfig config) {
            super(config);
        }

        @Override
        public <R> R execute(I2C i2c, Callable<R> action) {
            return _execute(i2c, action);
        }
    }

    /** Answers as Pi4J's linuxfs does: with a wrapped IOException where no chip answers. */
    private final class Device extends I2CBase<Bus> {
        Device(I2CProvider provider, I2CConfig config) {
            super(provider, config, new Bus(config));
        }

        private FakeChip chip() throws IOException {
            FakeChip chip = chips.get(config.device());
            if (chip == null) {
                throw new IOException("Remote I/O error");
            }
            return chip;
        }

        @Override
        public int write(byte b) {
            return write(new byte[] {b}, 0, 1);
        }

        @Override
        public int write(byte[] data, int offset, int length) {
            return execute(() -> {
                chip().write(java.util.Arrays.copyOfRange(data, offset, offset + length));
                return length;
            });
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) == 1 ? one[0] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return execute(() -> {
                byte[] bytes = chip().read(length);
                System.arraycopy(bytes, 0, buffer, offset, bytes.length);
                return bytes.length;
            });
        }

        @Override
        public int readRegister(int register) {
            byte[] one = new byte[1];
            readRegister(register, one, 0, 1);
            return one[0] & 0xFF;
        }

        @Override
        public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
            return readRegister(register[0] & 0xFF, buffer, offset, length);
        }

        @Override
        public int readRegister(int register, byte[] buffer, int offset, int length) {
            return execute(() -> {
                chip().point(register);
                return read(buffer, offset, length);
            });
        }

        @Override
        public int writeRegister(int register, byte b) {
            return writeRegister(register, new byte[] {b}, 0, 1);
        }

        @Override
        public int writeRegister(int register, byte[] data, int offset, int length) {
            byte[] message = new byte[length + 1];
            message[0] = (byte) register;
            System.arraycopy(data, offset, message, 1, length);
            return write(message, 0, message.length) - 1;
        }

        @Override
        public int writeRegister(byte[] register, byte[] data, int offset, int length) {
            return writeRegister(register[0] & 0xFF, data, offset, length);
        }
    }

    private final class Lines extends DigitalInputProviderBase implements DigitalInputProvider {
        Lines() {
            super("fake-inputs", "fake inputs");
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            if (busyLines.contains(config.address())) {
                throw new Pi4JException("Device or resource busy");
            }
            Line line = new Line(this, config, levels.getOrDefault(config.address(), DigitalState.LOW));
            context.registry().add(line);
            lines.put(config.address(), line);
            return line;
        }
    }

    /** A GPIO line. */
    public static final class Line extends DigitalInputBase {
        private DigitalState state;

        Line(DigitalInputProvider provider, DigitalInputConfig config, DigitalState state) {
            super(provider, config);
            this.state = state;
        }

        @Override
        public DigitalState state() {
            return state;
        }

        /** Changes, and tells Pi4J so. */
        public void change(DigitalState to) {
            state = to;
            tell(to);
        }

        public void tell(DigitalState told) {
            dispatch(new DigitalStateChangeEvent<>(this, told));
        }

        /** Changes, but the edge is lost on its way. */
        public void changeUnnoticed(DigitalState to) {
            state = to;
        }
    }

    private final class Outputs extends DigitalOutputProviderBase implements DigitalOutputProvider {
        Outputs() {
            super("fake-outputs", "fake outputs");
        }

        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            if (busyLines.contains(config.address())) {
                throw new Pi4JException("Device or resource busy");
            }
            OutputLine line = new OutputLine(this, config);
            context.registry().add(line);
            return line;
        }
    }

    /** As that of gpiod: the line becomes an output in its initial state, which Pi4J then sets once more. */
    private final class OutputLine extends DigitalOutputBase {
        private boolean open;

        OutputLine(DigitalOutputProvider provider, DigitalOutputConfig config) {
            super(provider, config);
        }

        @Override
        public DigitalOutput state(DigitalState state) {
            outputs.add(config.address() + (open ? " " : " opened ") + state);
            open = true;
            return this;
        }
    }

    private final class Pwms extends PwmProviderBase implements PwmProvider {
        Pwms() {
            super("fake-pwm", "fake PWM");
        }

        @Override
        public Pwm create(PwmConfig config) {
            Signal signal = new Signal(this, config);
            context.registry().add(signal);
            return signal;
        }
    }

    private final class Signal extends PwmBase {
        Signal(PwmProvider provider, PwmConfig config) {
            super(provider, config);
        }

        @Override
        public Pwm on() {
            duties.add(Math.round(dutyCycle) + "@" + frequency);
            return this;
        }

        @Override
        public @Nullable Pwm off() {
            duties.add("0@" + frequency);
            return this;
        }
    }
}
