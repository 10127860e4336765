package io.smartpole.hardware.board;

import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.SerialConfig;
import com.pi4j.io.serial.SerialProvider;
import com.pi4j.io.serial.SerialProviderBase;

/** Gives the serial lines of Linux. Pi4J's own needs the daemon pigpio. */
public final class SerialLineProvider extends SerialProviderBase implements SerialProvider {

    SerialLineProvider() {
        super("serial-line", "serial line through jSerialComm");
    }

    @Override
    public Serial create(SerialConfig config) {
        SerialLine line = new SerialLine(this, config);
        context.registry().add(line);
        return line;
    }
}
