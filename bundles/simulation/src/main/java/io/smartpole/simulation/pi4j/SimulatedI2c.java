package io.smartpole.simulation.pi4j;

import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import java.util.Arrays;
import java.util.Objects;

/** Access to one address on a simulated bus. All of Pi4J's other ways to read and write end in these. */
final class SimulatedI2c extends I2CBase<SimulatedI2cBus> implements I2C {

    SimulatedI2c(SimulatedI2cBus bus, I2CProvider provider, I2CConfig config) {
        super(provider, config, bus);
    }

    @Override
    public int write(byte b) {
        send(new byte[] {b});
        return 1;
    }

    @Override
    public int write(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        send(Arrays.copyOfRange(data, offset, offset + length));
        return length;
    }

    @Override
    public int read() {
        return i2CBus.transfer(this, (chip, now) -> chip.read(1, now))[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        byte[] bytes = i2CBus.transfer(this, (chip, now) -> chip.read(length, now));
        System.arraycopy(bytes, 0, buffer, offset, length);
        return length;
    }

    @Override
    public int writeRegister(int register, byte b) {
        send(new byte[] {(byte) register, b});
        return 1;
    }

    @Override
    public int writeRegister(int register, byte[] data, int offset, int length) {
        return writeRegister(new byte[] {(byte) register}, data, offset, length);
    }

    @Override
    public int writeRegister(byte[] register, byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        byte[] message = Arrays.copyOf(register, register.length + length);
        System.arraycopy(data, offset, message, register.length, length);
        send(message);
        return length;
    }

    @Override
    public int readRegister(int register) {
        byte[] buffer = new byte[1];
        readRegister(register, buffer, 0, 1);
        return buffer[0] & 0xFF;
    }

    @Override
    public int readRegister(int register, byte[] buffer, int offset, int length) {
        return readRegister(new byte[] {(byte) register}, buffer, offset, length);
    }

    @Override
    public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        byte[] bytes = i2CBus.transfer(this, (chip, now) -> {
            chip.write(register, now);
            return chip.read(length, now);
        });
        System.arraycopy(bytes, 0, buffer, offset, length);
        return length;
    }

    private void send(byte[] message) {
        i2CBus.transfer(this, (chip, now) -> {
            chip.write(message, now);
            return message.length;
        });
    }
}
