package io.smartpole.hardware.board;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.serial.Parity;
import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.SerialBase;
import com.pi4j.io.serial.SerialConfig;
import com.pi4j.io.serial.SerialProvider;
import com.pi4j.io.serial.StopBits;
import org.jspecify.annotations.Nullable;

/** A serial line through jSerialComm, without flow control. Reading never blocks; what Linux refuses is thrown. */
final class SerialLine extends SerialBase {

    private @Nullable SerialPort port;

    SerialLine(SerialProvider provider, SerialConfig config) {
        super(provider, config);
    }

    @Override
    public void open() {
        SerialPort opened = port(config.device());
        opened.setComPortParameters(
                config.baud(), config.dataBits().value(), stopBits(config.stopBits()), parity(config.parity()));
        opened.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        opened.setComPortTimeouts(SerialPort.TIMEOUT_NONBLOCKING, 0, 0);
        if (!opened.openPort()) {
            throw new IOException(
                    "cannot open " + config.device() + " (Linux error " + opened.getLastErrorCode() + ")");
        }
        port = opened;
        isOpen = true;
    }

    private static SerialPort port(String device) {
        try {
            return SerialPort.getCommPort(device);
        } catch (SerialPortInvalidPortException e) {
            throw new IOException("there is no serial line " + device, e);
        }
    }

    private static int stopBits(StopBits bits) {
        return bits == StopBits._2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT;
    }

    private static int parity(Parity parity) {
        return switch (parity) {
            case EVEN -> SerialPort.EVEN_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
            default -> SerialPort.NO_PARITY;
        };
    }

    @Override
    public int available() {
        return notBelowZero(present().bytesAvailable());
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) == 1 ? one[0] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return notBelowZero(present().readBytes(buffer, length, offset));
    }

    @Override
    public int write(byte b) {
        return write(new byte[] {b}, 0, 1);
    }

    @Override
    public int write(byte[] data, int offset, int length) {
        int written = present().writeBytes(data, length, offset);
        if (written != length) {
            throw new IOException("%s took %d of %d bytes".formatted(config.device(), written, length));
        }
        return written;
    }

    private SerialPort present() {
        SerialPort open = port;
        if (open == null) {
            throw new IOException(config.device() + " is not open");
        }
        return open;
    }

    /** jSerialComm tells a line that is gone by a negative count. */
    private int notBelowZero(int count) {
        if (count < 0) {
            throw new IOException(config.device() + " is gone");
        }
        return count;
    }

    @Override
    public void close() {
        SerialPort open = port;
        if (open != null) {
            open.closePort();
            port = null;
        }
        super.close();
    }

    @Override
    public Serial shutdown(Context context) {
        close();
        return super.shutdown(context);
    }
}
