package io.smartpole.simulation.chips;

import java.util.function.IntToDoubleFunction;

/**
 * The trimming values of the simulated BME280, the datasheet's compensation with them, and its inverse: which raw value
 * the chip must show for a given state of the air.
 *
 * <p>Temperature and pressure: values and formulas of the example calculation in the BMP280 datasheet, section 3.12,
 * which the BME280 shares. Humidity: formula of the BME280 datasheet, section 8.1; that datasheet has no example, so the
 * values are those that produced chips usually carry.
 */
final class Bme280Trimming {

    private static final int T1 = 27504;
    private static final int T2 = 26435;
    private static final int T3 = -1000;
    private static final int[] P = {36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000};
    private static final int H1 = 75;
    private static final int H2 = 362;
    private static final int H3 = 0;
    private static final int H4 = 324;
    private static final int H5 = 50;
    private static final int H6 = 30;

    private static final int LARGEST_20_BIT = (1 << 20) - 1;
    private static final int LARGEST_16_BIT = (1 << 16) - 1;

    private Bme280Trimming() {}

    /** Writes the trimming values where the datasheet's table 16 has them: calib00..25 and calib26..41. */
    static void store(byte[] registers) {
        storeWord(registers, 0x88, T1);
        storeWord(registers, 0x8A, T2);
        storeWord(registers, 0x8C, T3);
        for (int i = 0; i < P.length; i++) {
            storeWord(registers, 0x8E + 2 * i, P[i]);
        }
        registers[0xA1] = (byte) H1;
        storeWord(registers, 0xE1, H2);
        registers[0xE3] = (byte) H3;
        // H4 and H5 are 12 bits each and share the register 0xE5.
        registers[0xE4] = (byte) (H4 >> 4);
        registers[0xE5] = (byte) ((H4 & 0x0F) | (H5 & 0x0F) << 4);
        registers[0xE6] = (byte) (H5 >> 4);
        registers[0xE7] = (byte) H6;
    }

    private static void storeWord(byte[] registers, int at, int value) {
        registers[at] = (byte) value;
        registers[at + 1] = (byte) (value >> 8);
    }

    /** @return the fine temperature that pressure and humidity are compensated with; 5120 per degree Celsius */
    static double fineTemperature(int raw) {
        double first = (raw / 16384.0 - T1 / 1024.0) * T2;
        double square = raw / 131072.0 - T1 / 8192.0;
        return first + square * square * T3;
    }

    /** @return degrees Celsius */
    static double temperature(int raw) {
        return fineTemperature(raw) / 5120;
    }

    /** @return Pa */
    static double pressure(int raw, double fineTemperature) {
        double v1 = fineTemperature / 2 - 64000;
        double v2 = v1 * v1 * P[5] / 32768;
        v2 = v2 + v1 * P[4] * 2;
        v2 = v2 / 4 + P[3] * 65536.0;
        v1 = (P[2] * v1 * v1 / 524288 + P[1] * v1) / 524288;
        v1 = (1 + v1 / 32768) * P[0];
        double pressure = 1048576.0 - raw;
        pressure = (pressure - v2 / 4096) * 6250 / v1;
        v1 = P[8] * pressure * pressure / 2147483648.0;
        v2 = pressure * P[7] / 32768;
        return pressure + (v1 + v2 + P[6]) / 16;
    }

    /** @return percent */
    static double humidity(int raw, double fineTemperature) {
        double h = fineTemperature - 76800;
        h = (raw - (H4 * 64.0 + H5 / 16384.0 * h))
                * (H2 / 65536.0 * (1 + H6 / 67108864.0 * h * (1 + H3 / 67108864.0 * h)));
        return h * (1 - H1 * h / 524288);
    }

    static int rawTemperature(double celsius) {
        return firstReaching(celsius, LARGEST_20_BIT, Bme280Trimming::temperature);
    }

    static int rawPressure(double pascal, double fineTemperature) {
        // Falls as the raw value rises.
        return firstReaching(-pascal, LARGEST_20_BIT, raw -> -pressure(raw, fineTemperature));
    }

    static int rawHumidity(double percent, double fineTemperature) {
        return firstReaching(percent, LARGEST_16_BIT, raw -> humidity(raw, fineTemperature));
    }

    /** @return the smallest raw value whose compensated value, rising with it, is not below the wanted one */
    private static int firstReaching(double wanted, int largest, IntToDoubleFunction compensated) {
        int low = 0;
        int high = largest;
        while (low < high) {
            int middle = (low + high) / 2;
            if (compensated.applyAsDouble(middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
