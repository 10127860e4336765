package io.smartpole.hardware.board;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.serial.Serial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialLineTest {

    private final Context board = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(new SerialLineProvider())
            .build();

    @AfterEach
    void close() {
        board.shutdown();
    }

    @Test
    void saysWhichLineIsNotThere() {
        Serial line = line("/dev/no-such-line");
        String message =
                String.valueOf(assertThrows(IOException.class, line::open).getMessage());
        assertTrue(message.contains("/dev/no-such-line"), message);
        assertFalse(line.isOpen());
    }

    @Test
    void whatIsNoSerialLineIsNotOpened() {
        assertThrows(IOException.class, line("/dev/null")::open);
    }

    @Test
    void aLineThatIsNotOpenGivesNothing() {
        Serial line = line("/dev/null");
        assertThrows(IOException.class, line::available);
        assertThrows(IOException.class, () -> line.write(new byte[] {1}));
    }

    @Test
    void canBeCreatedAgainAfterItsShutdown() {
        line("/dev/null");
        board.shutdown("dali");
        assertFalse(line("/dev/null").isOpen());
    }

    private Serial line(String device) {
        return board.create(Serial.newConfigBuilder(board)
                .id("dali")
                .device(device)
                .baud(19200)
                .build());
    }
}
