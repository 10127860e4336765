package io.smartpole.simulation.pi4j;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.serial.DataBits;
import com.pi4j.io.serial.Parity;
import com.pi4j.io.serial.Serial;
import com.pi4j.io.serial.SerialConfig;
import com.pi4j.io.serial.SerialProvider;
import com.pi4j.io.serial.SerialProviderBase;
import com.pi4j.io.serial.StopBits;
import io.smartpole.simulation.dali.DaliHat;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Gives Pi4J the simulated serial lines. */
public final class SimulatedSerialProvider extends SerialProviderBase implements SerialProvider {

    private static final int BAUD = 19_200;

    private final Map<String, DaliHat> lines;
    private final Supplier<Duration> sinceBoot;

    /**
     * @param lines the DALI interfaces, by the device of their line
     * @param sinceBoot real time, for what the frames take on the bus
     */
    public SimulatedSerialProvider(Map<String, DaliHat> lines, Supplier<Duration> sinceBoot) {
        super("simulated-serial", "Simulated serial");
        this.lines = Map.copyOf(lines);
        this.sinceBoot = sinceBoot;
    }

    /** @throws IOException if the line is not set as the interface needs it, which would understand nothing */
    @Override
    public Serial create(SerialConfig config) {
        if (config.baud() != BAUD
                || config.dataBits() != DataBits._8
                || config.parity() != Parity.NONE
                || config.stopBits() != StopBits._1) {
            throw new IOException(
                    config.device() + ": the DALI interface needs " + BAUD + " baud 8N1, but was opened at "
                            + config.baud() + " baud, " + config.dataBits() + ", " + config.parity() + ", "
                            + config.stopBits());
        }
        SimulatedSerial serial = new SimulatedSerial(lines.get(config.device()), sinceBoot, this, config);
        context().registry().add(serial);
        return serial;
    }
}
