package io.smartpole.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.smartpole.core.config.Setting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

    @ParameterizedTest(name = "{0} takes {1}")
    @MethodSource
    void takesInItsOwnType(String key, Object given, Object taken) {
        assertEquals(taken, Values.accept(TestConcerns.setting(key), given));
    }

    static Stream<Arguments> takesInItsOwnType() {
        return Stream.of(
                arguments("on", false, false),
                arguments("interval", 1, 1),
                arguments("interval", 900L, 900),
                arguments("interval", 60.0, 60), // JSON does not tell 60.0 from 60
                arguments("interval", BigInteger.TEN, 10),
                arguments("speed", 60, 60),
                arguments("count", Integer.MIN_VALUE, Integer.MIN_VALUE),
                arguments("seed", 7, 7L),
                arguments("seed", Long.MAX_VALUE, Long.MAX_VALUE),
                arguments("latitude", 51, 51.0),
                arguments("latitude", -90, -90.0),
                arguments("latitude", new BigDecimal("51.09"), 51.09),
                arguments("factor", 1e300, 1e300),
                arguments("name", "8 chars!", "8 chars!"),
                arguments("note", "a, b; c\n\ttwo", "a, b; c\n\ttwo"),
                arguments("note", "\uD83D\uDCA1", "\uD83D\uDCA1"),
                arguments("note", "x".repeat(Values.LONGEST_TEXT), "x".repeat(Values.LONGEST_TEXT)),
                arguments("code", "", ""),
                arguments("code", "ab", "ab"),
                arguments("phase", "L2", "L2"),
                arguments("phase", "", ""),
                arguments("faults", List.of(), List.of()),
                arguments("faults", Collections.nCopies(10, "a,b"), Collections.nCopies(10, "a,b")),
                arguments("faults", new String[] {"a"}, List.of("a")), // as the ConfigAdmin stores it
                arguments("pair", new int[] {1, 2}, List.of(1, 2)),
                arguments("pair", List.of(0L, 100.0), List.of(0, 100)),
                arguments("password", "secret", "secret"));
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @MethodSource
    void refuses(String key, Object given) {
        assertNull(Values.accept(TestConcerns.setting(key), given));
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                arguments("on", "true"),
                arguments("on", 1),
                arguments("interval", "60"),
                arguments("interval", true),
                arguments("interval", List.of(60)),
                arguments("interval", Map.of("a", 60)),
                arguments("interval", ""),
                arguments("interval", 0),
                arguments("interval", 901),
                arguments("interval", 60.5),
                arguments("interval", 1e-300),
                arguments("interval", new BigDecimal("1e-999999999")),
                arguments("interval", Double.NaN),
                arguments("interval", Double.POSITIVE_INFINITY),
                arguments("interval", Long.MAX_VALUE),
                arguments("speed", 2),
                arguments("count", Integer.MAX_VALUE + 1L),
                arguments("count", Integer.MIN_VALUE - 1L),
                arguments("seed", new BigInteger("9223372036854775808")),
                arguments("seed", 1e19),
                arguments("latitude", "51"),
                arguments("latitude", 90.000001),
                arguments("latitude", -91),
                arguments("latitude", Double.NaN),
                arguments("latitude", Float.NaN),
                arguments("factor", Double.POSITIVE_INFINITY),
                arguments("factor", new BigDecimal("1e400")),
                arguments("name", 5),
                arguments("name", true),
                arguments("name", "9 chars!!"),
                arguments("name", List.of("a")),
                arguments("note", "x".repeat(Values.LONGEST_TEXT + 1)),
                arguments("note", "a\u0000b"),
                arguments("note", "\u001B[31m"),
                arguments("note", "half a character: \uD83D"),
                arguments("code", "a"),
                arguments("code", "abcde"),
                arguments("phase", "L3"),
                arguments("phase", "l1"),
                arguments("phase", 1),
                arguments("faults", "a"),
                arguments("faults", Collections.nCopies(11, "a")),
                arguments("faults", List.of("a", 1)),
                arguments("faults", Collections.singletonList(null)),
                arguments("faults", List.of(List.of("a"))),
                arguments("pair", List.of(1, 2, 3)),
                arguments("pair", List.of(1, 101)),
                arguments("pair", List.of(0.5)),
                arguments("password", 12345),
                arguments("password", "more than twelve"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on       | must be true or false
            interval | must be a whole number from 1 to 900 s
            count    | must be a whole number from -2147483648 to 2147483647
            latitude | must be a number from -90 to 90 degrees north
            factor   | must be a number of at least 0
            name     | must be text of 1 to 8 characters, without control characters
            code     | must be text of 2 to 4 characters, without control characters
            note     | must be text of at most 65536 characters, without control characters
            phase    | must be one of L1, L2
            pair     | must be a list of at most 2 entries, each a whole number from 0 to 100 %
            """)
    void saysWhatWouldBeRight(String key, String expected) {
        assertEquals(expected, Values.expected(TestConcerns.setting(key)));
    }

    @Test
    void showsWhatWasGivenInOneShortLineWithoutSecrets() {
        assertEquals("'abc'", Values.shown(TestConcerns.setting("name"), "abc"));
        assertEquals("nothing", Values.shown(TestConcerns.setting("name"), ""));
        assertEquals("nothing", Values.shown(TestConcerns.setting("name"), null));
        assertEquals("[1, 2, 3]", Values.shown(TestConcerns.setting("pair"), new int[] {1, 2, 3}));
        assertEquals("'a?b'", Values.shown(TestConcerns.setting("note"), "a\nb"));
        assertEquals(
                83,
                Values.shown(TestConcerns.setting("note"), "x".repeat(20_000)).length());
        assertFalse(Values.shown(TestConcerns.setting("password"), "more than twelve")
                .contains("more"));
    }

    @Test
    void listsAreStoredAsArraysOfTheirType() {
        Object faults = Values.toStore(TestConcerns.setting("faults"), List.of("a", "b"));
        assertArrayEquals(new String[] {"a", "b"}, assertInstanceOf(String[].class, faults));
        Object pair = Values.toStore(TestConcerns.setting("pair"), List.of(1));
        assertArrayEquals(new Integer[] {1}, assertInstanceOf(Integer[].class, pair));
    }

    @Test
    void theEmptyOptionHasAName() {
        Setting phase = TestConcerns.setting("phase");
        Setting optional = new Setting(
                "phase",
                phase.label(),
                phase.description(),
                phase.type(),
                0,
                false,
                "",
                null,
                null,
                List.of(new Setting.Option("", "not known"), new Setting.Option("L1", "Phase 1")));
        assertEquals("must be one of nothing, L1", Values.expected(optional));
    }
}
