package io.smartpole.hardware.chips.bme280;

import io.smartpole.hardware.FakeChip;

/** Trimming and raw values of the datasheet's example for temperature and pressure. */
final class FakeBme280 extends FakeChip {

    FakeBme280() {
        super(1);
        set(0xD0, 0x60);
        words(0x88, 27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000);
        set(0xA1, 75);
        words(0xE1, 370);
        // H3 = 0, H4 = 313 = 0x139, H5 = 50 = 0x032, H6 = 30
        set(0xE3, 0, 0x13, 0x29, 0x03, 30);
        raw(519888, 415148, 30281);
    }

    FakeBme280 raw(int temperature, int pressure, int humidity) {
        set(0xF7, pressure >> 12, pressure >> 4, pressure << 4);
        set(0xFA, temperature >> 12, temperature >> 4, temperature << 4);
        set(0xFD, humidity >> 8, humidity);
        return this;
    }

    private void words(int register, int... words) {
        for (int i = 0; i < words.length; i++) {
            set(register + 2 * i, words[i], words[i] >> 8);
        }
    }
}
