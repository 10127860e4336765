package io.smartpole.hardware.chips.bme280;

import io.smartpole.hardware.chips.ChipException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The trimming parameters of one chip (4.2.2, table 16), and what makes physical values of raw ones with them: the
 * floating-point formulas of the datasheet's appendix (8.1).
 */
record Bme280Calibration(
        int t1,
        int t2,
        int t3,
        int p1,
        int p2,
        int p3,
        int p4,
        int p5,
        int p6,
        int p7,
        int p8,
        int p9,
        int h1,
        int h2,
        int h3,
        int h4,
        int h5,
        int h6) {

    /** 0x88 to 0xA1. */
    static final int LOW_BYTES = 26;

    /** 0xE1 to 0xE7. */
    static final int HIGH_BYTES = 7;

    private static final int UNWRITTEN = 0xFFFF;

    static Bme280Calibration of(byte[] low, byte[] high) {
        ByteBuffer words = ByteBuffer.wrap(low).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer h = ByteBuffer.wrap(high).order(ByteOrder.LITTLE_ENDIAN);
        int t1 = words.getShort(0) & 0xFFFF;
        int p1 = words.getShort(6) & 0xFFFF;
        if (t1 == 0 || t1 == UNWRITTEN || p1 == 0 || p1 == UNWRITTEN) {
            throw new ChipException("has no calibration: T1 is 0x%04X, P1 is 0x%04X".formatted(t1, p1));
        }
        return new Bme280Calibration(
                t1,
                words.getShort(2),
                words.getShort(4),
                p1,
                words.getShort(8),
                words.getShort(10),
                words.getShort(12),
                words.getShort(14),
                words.getShort(16),
                words.getShort(18),
                words.getShort(20),
                words.getShort(22),
                low[25] & 0xFF, // 0xA1; 0xA0 is unused
                h.getShort(0),
                high[2] & 0xFF,
                // Two signed numbers of 12 bits share 0xE4, 0xE5, 0xE6.
                high[3] << 4 | (high[4] & 0x0F),
                high[5] << 4 | (high[4] & 0xF0) >> 4,
                high[6]);
    }

    /** @return {@code t_fine}: temperature in 1/5120 Cel; the other two formulas need it */
    double fineTemperature(int raw) {
        double linear = (raw / 16384.0 - t1 / 1024.0) * t2;
        double offset = raw / 131072.0 - t1 / 8192.0;
        return linear + offset * offset * t3;
    }

    static double celsius(double fine) {
        return fine / 5120;
    }

    double pascal(int raw, double fine) {
        double x = fine / 2 - 64000;
        double offset = x * x * p6 / 32768;
        offset += x * p5 * 2;
        offset = offset / 4 + p4 * 65536.0;
        double scale = (p3 * x * x / 524288 + p2 * x) / 524288;
        scale = (1 + scale / 32768) * p1;
        double pressure = (1048576 - raw - offset / 4096) * 6250 / scale;
        double quadratic = p9 * pressure * pressure / 2147483648.0;
        double correction = pressure * p8 / 32768;
        return pressure + (quadratic + correction + p7) / 16;
    }

    /** @return in %, cut to 0 to 100 as the datasheet does */
    double relativeHumidity(int raw, double fine) {
        double x = fine - 76800;
        double gain = h2 / 65536.0 * (1 + h6 / 67108864.0 * x * (1 + h3 / 67108864.0 * x));
        double humidity = (raw - (h4 * 64.0 + h5 / 16384.0 * x)) * gain;
        humidity *= 1 - h1 * humidity / 524288;
        return Math.max(0, Math.min(100, humidity));
    }
}
