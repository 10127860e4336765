package io.smartpole.simulation.pi4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import io.smartpole.simulation.chips.Chip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedI2cTest {

    /** A memory of 256 registers whose address counts up both when written and when read. */
    private static final class Memory implements Chip {
        private final byte[] registers = new byte[256];
        private final List<byte[]> messages = new ArrayList<>();
        private int pointer;

        @Override
        public void write(byte[] message, Duration now) {
            messages.add(message.clone());
            for (int i = 0; i < message.length; i++) {
                if (i == 0) {
                    pointer = message[0] & 0xFF;
                } else {
                    registers[pointer++ & 0xFF] = message[i];
                }
            }
        }

        @Override
        public byte[] read(int length, Duration now) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = registers[pointer++ & 0xFF];
            }
            return bytes;
        }
    }

    private final Memory memory = new Memory();
    private @Nullable Chip at76 = memory;
    private final Context board = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(new SimulatedI2cProvider(
                    (bus, address) -> bus == 1 && address == 0x76 ? at76 : null, () -> Duration.ZERO))
            .build();

    @AfterEach
    void shutdown() {
        board.shutdown();
    }

    @Test
    void everyWayToReadARegisterGivesTheSameBytes() {
        I2C i2c = open(1, 0x76);
        for (int i = 0; i < 256; i++) {
            memory.registers[i] = (byte) (i + 1);
        }
        assertEquals(0x11, i2c.readRegister(0x10));
        assertEquals(0xFE, i2c.readRegister(0xFD), "unsigned");
        assertEquals(0x11, i2c.readRegisterByte(0x10));
        assertEquals(0x1112, i2c.readRegisterWord(0x10));
        byte[] expected = {0x11, 0x12, 0x13, 0x14};

        byte[] buffer = new byte[4];
        assertEquals(4, i2c.readRegister(0x10, buffer));
        assertArrayEquals(expected, buffer);
        assertArrayEquals(expected, i2c.readRegisterNBytes(0x10, 4));
        assertEquals(ByteBuffer.wrap(expected), i2c.readRegisterByteBuffer(0x10, 4));
        assertEquals(4, i2c.readRegister(new byte[] {0x10}, buffer, 0, 4));
        assertArrayEquals(expected, buffer);
        assertEquals(0x1112, i2c.register(0x10).readWord());

        byte[] part = new byte[6];
        assertEquals(4, i2c.readRegister(0x10, part, 1, 4));
        assertArrayEquals(new byte[] {0, 0x11, 0x12, 0x13, 0x14, 0}, part);

        ByteBuffer wrapped = ByteBuffer.allocate(4);
        assertEquals(4, i2c.readRegister(0x10, wrapped));
        assertArrayEquals(expected, wrapped.array());
    }

    @Test
    void aWriteFollowedByAReadGoesOnFromTheWrittenAddress() {
        I2C i2c = open(1, 0x76);
        memory.registers[0x20] = (byte) 0x80;
        memory.registers[0x21] = 5;
        i2c.write(0x20);
        assertEquals(0x80, i2c.read());
        assertEquals(5, i2c.read());

        byte[] both = new byte[2];
        assertEquals(2, i2c.writeRead(new byte[] {0x20}, both));
        assertArrayEquals(new byte[] {(byte) 0x80, 5}, both);

        i2c.write(new byte[] {0x20});
        assertArrayEquals(new byte[] {(byte) 0x80, 5}, i2c.readNBytes(2));
        i2c.write(new byte[] {0x20});
        byte[] part = new byte[4];
        assertEquals(2, i2c.read(part, 1, 2));
        assertArrayEquals(new byte[] {0, (byte) 0x80, 5, 0}, part);
    }

    @Test
    void everyWayToWriteARegisterSendsAddressAndDataInOneTransfer() throws IOException {
        I2C i2c = open(1, 0x76);
        byte[] data = {0x0A, 0x0B};
        assertEquals(2, i2c.writeRegister(0x30, data));
        assertEquals(2, i2c.writeRegister(0x30, new byte[] {9, 0x0A, 0x0B, 9}, 1, 2));
        assertEquals(2, i2c.writeRegister(new byte[] {0x30}, data, 0, 2));
        assertEquals(2, i2c.writeRegister(0x30, ByteBuffer.wrap(data)));
        assertEquals(2, i2c.writeRegisterWord(0x30, 0x0A0B));
        assertEquals(3, i2c.write((byte) 0x30, (byte) 0x0A, (byte) 0x0B));
        assertEquals(3, i2c.write(new byte[] {9, 0x30, 0x0A, 0x0B}, 1, 3));
        assertEquals(2, i2c.register(0x30).write(data));
        assertEquals(8, memory.messages.size());
        for (byte[] message : memory.messages) {
            assertArrayEquals(new byte[] {0x30, 0x0A, 0x0B}, message);
        }
        assertEquals(1, i2c.writeRegister(0x40, (byte) 7));
        assertEquals(1, i2c.write((byte) 0x50));
        assertArrayEquals(new byte[] {0x40, 7}, memory.messages.get(8));
        assertArrayEquals(new byte[] {0x50}, memory.messages.get(9));
    }

    @Test
    void wordsGoMostSignificantByteFirstBothWays() {
        I2C i2c = open(1, 0x76);
        assertEquals(0x1234, i2c.writeReadRegisterWord(0x10, 0x1234));
        assertEquals(0x12, memory.registers[0x10]);
    }

    /** What Pi4J's Linux bus throws, down to the kernel's words. */
    @Test
    void noAnswerFailsLikeTheLinuxBus() {
        I2C nobody = open(1, 0x77);
        assertNotAcknowledged(() -> nobody.readRegister(0xD0));
        assertNotAcknowledged(() -> nobody.readRegister(0xD0, new byte[4]));
        assertNotAcknowledged(() -> nobody.writeRegister(0xD0, 1));
        assertNotAcknowledged(() -> nobody.write((byte) 1));
        assertNotAcknowledged(nobody::read);
        assertNotAcknowledged(() -> nobody.writeRead(new byte[] {1}, new byte[1]));
    }

    @Test
    void anotherBusHasItsOwnAddresses() {
        assertNotAcknowledged(() -> open(3, 0x76).readRegister(0xD0));
    }

    @Test
    void aChipThatIsPulledOutStopsAnsweringAndAnswersAgainWhenItIsBack() {
        I2C i2c = open(1, 0x76);
        assertEquals(0, i2c.readRegister(0));
        at76 = null;
        assertNotAcknowledged(() -> i2c.readRegister(0));
        at76 = memory;
        assertEquals(0, i2c.readRegister(0));
    }

    @Test
    void aBufferThatIsTooSmallIsRefusedBeforeTheTransfer() {
        I2C i2c = open(1, 0x76);
        assertThrows(IndexOutOfBoundsException.class, () -> i2c.readRegister(0, new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> i2c.writeRegister(0, new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> i2c.read(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> i2c.write(new byte[2], 1, 2));
        assertTrue(memory.messages.isEmpty());
    }

    private static void assertNotAcknowledged(Runnable transfer) {
        Throwable thrown = assertThrows(Pi4JException.class, transfer::run);
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertInstanceOf(IOException.class, thrown);
        assertEquals("Remote I/O error", thrown.getMessage());
    }

    private I2C open(int bus, int address) {
        return board.create(I2C.newConfigBuilder(board)
                .id("chip-" + bus + "-" + address)
                .bus(bus)
                .device(address)
                .build());
    }
}
