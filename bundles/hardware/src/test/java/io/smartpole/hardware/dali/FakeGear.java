package io.smartpole.hardware.dali;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Control gear at short address 5 behind the interface: what IEC 62386-102 says it does with the frames used here. */
final class FakeGear implements Function<String, String> {

    static final int ADDRESS = 5;

    /** Settings by the opcode of the command that sets them. */
    final Map<Integer, Integer> settings = new HashMap<>(Map.of(0x2A, 254, 0x2C, 254, 0x2D, 254, 0x2E, 0, 0x30, 0));

    /** Settings that it does not keep. */
    int stubborn = -1;

    final Map<Integer, int[]> banks = new HashMap<>();
    int status;
    int actual;
    int minimum = 1;
    boolean silent;
    /** Lines that are answered in another way, such as {@code h0B90} by {@code X}. */
    final Map<String, String> instead = new HashMap<>();

    private int dtr0;
    private int dtr1;
    private boolean memoryEnabled;
    boolean latched;

    @Override
    public String apply(String line) {
        String other = instead.get(line);
        if (other != null) {
            return other + "\n";
        }
        int bits = Integer.parseInt(line.substring(1), 16);
        String answer = silent ? "N" : hear(bits >> 8, bits & 0xFF);
        return line.startsWith("t") ? answer + "\n" + answer + "\n" : answer + "\n";
    }

    private String hear(int address, int data) {
        return switch (address) {
            case 0xA3 -> {
                dtr0 = data;
                yield "N";
            }
            case 0xC3 -> {
                dtr1 = data;
                yield "N";
            }
            case 0xC9 -> {
                latched = memoryEnabled && dtr0++ == 2 && data == 0xAA;
                yield "N";
            }
            case ADDRESS << 1 -> {
                actual = data;
                status &= 0x7F;
                yield "N";
            }
            case ADDRESS << 1 | 1 -> command(data);
            default -> "N";
        };
    }

    private String command(int opcode) {
        memoryEnabled = opcode == 0x81;
        return switch (opcode) {
            case 0x2A, 0x2C, 0x2D, 0x2E, 0x30 -> {
                if (opcode != stubborn) {
                    settings.put(opcode, dtr0);
                }
                yield "N";
            }
            case 0x90 -> value(status);
            case 0x91 -> value(0xFF);
            case 0x98 -> value(dtr0);
            case 0xA0 -> value(actual);
            case 0xA1 -> value(settings.getOrDefault(0x2A, 0));
            case 0xA2 -> value(minimum);
            case 0xA3 -> value(settings.getOrDefault(0x2D, 0));
            case 0xA4 -> value(settings.getOrDefault(0x2C, 0));
            case 0xA5 -> value(settings.getOrDefault(0x2E, 0) << 4 | 7);
            case 0xA8 -> settings.containsKey(0x30) ? value(settings.getOrDefault(0x30, 0)) : "N";
            case 0xC5 -> memory();
            default -> "N";
        };
    }

    private String memory() {
        int[] bank = banks.get(dtr1);
        return bank == null || dtr0 >= bank.length ? "N" : value(bank[dtr0++]);
    }

    private static String value(int data) {
        return "J%02X".formatted(data);
    }

    /** Bank 202: 12345.6 Wh and 41.7 W. 205: 36000 s, 12 starts, 230.1 V, 0.97, 38 Cel. 206: 7200 s. */
    void makeD4i() {
        banks.put(202, bank(0x10, 0x04, 0xFF, 0, 0, 0, 0x01, 0xE2, 0x40, 0xFF, 0, 0, 0x01, 0xA1));
        int[] gear = bank(0x1D, 0x04, 0, 0, 0x8C, 0xA0, 0, 0, 12, 0x08, 0xFD, 50, 97, 0);
        gear[0x1B] = 98;
        banks.put(205, gear);
        banks.put(206, bank(0x21, 0x0E, 0, 0, 0x1C, 0x20));
    }

    private static int[] bank(int size, int from, int... bytes) {
        int[] bank = new int[size];
        bank[0] = size - 1;
        System.arraycopy(bytes, 0, bank, from, bytes.length);
        return bank;
    }
}
