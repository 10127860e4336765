package io.smartpole.simulation.chips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Bme280TrimmingTest {

    /** The example of the BMP280 datasheet, section 3.12. */
    @Test
    void theDatasheetsExampleComesOutAsPublished() {
        double fine = Bme280Trimming.fineTemperature(519_888);
        assertEquals(25.08, Bme280Trimming.temperature(519_888), 0.005);
        assertEquals(128_422, fine, 1);
        assertEquals(100_653.27, Bme280Trimming.pressure(415_148, fine), 0.05);
    }

    @Test
    void rawValuesCompensateBackToTheAirWithinTheChipsResolution() {
        long seed = 20261101;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 10_000; round++) {
            double temperature = random.nextDouble(-40, 85);
            double pressure = random.nextDouble(85_000, 108_000);
            double humidity = random.nextDouble(1, 99);
            String air = "seed " + seed + ": " + temperature + " " + pressure + " " + humidity;

            int raw = Bme280Trimming.rawTemperature(temperature);
            double fine = Bme280Trimming.fineTemperature(raw);
            assertEquals(temperature, Bme280Trimming.temperature(raw), 0.001, air);
            int rawPressure = Bme280Trimming.rawPressure(pressure, fine);
            assertEquals(pressure, Bme280Trimming.pressure(rawPressure, fine), 0.3, air);
            int rawHumidity = Bme280Trimming.rawHumidity(humidity, fine);
            assertEquals(humidity, Bme280Trimming.humidity(rawHumidity, fine), 0.02, air);
        }
    }

    @Test
    void whatTheChipCannotShowEndsAtTheEndOfItsRange() {
        assertEquals((1 << 20) - 1, Bme280Trimming.rawTemperature(1000));
        assertEquals(0, Bme280Trimming.rawTemperature(-1000));
    }

    @Test
    void theTrimmingRegistersHoldTheDatasheetsExample() {
        byte[] registers = new byte[256];
        Bme280Trimming.store(registers);
        int[] words = {27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000};
        for (int i = 0; i < words.length; i++) {
            int at = 0x88 + 2 * i;
            int word = (registers[at] & 0xFF) | (registers[at + 1] & 0xFF) << 8;
            assertEquals(words[i] & 0xFFFF, word, "register " + Integer.toHexString(at));
        }
        // H4 = 0xE4[11:4] 0xE5[3:0], H5 = 0xE6[11:4] 0xE5[7:4]
        assertEquals(324, registers[0xE4] << 4 | (registers[0xE5] & 0x0F));
        assertEquals(50, registers[0xE6] << 4 | (registers[0xE5] & 0xF0) >> 4);
    }
}
