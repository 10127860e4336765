package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.Zlib;
import io.smartpole.formats.senml.SenmlCbor;
import io.smartpole.formats.senml.SenmlJson;
import io.smartpole.formats.senml.SenmlRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenmlTest {

    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final Series ENERGY = new Series("meter", "energy", Unit.WATT_HOUR);
    private static final Series DOOR = new Series("door", "open", null);

    @Test
    void readingsSurviveTheWayThroughCborToTheMillisecond() throws Exception {
        List<Reading> readings = List.of(
                TEMPERATURE.reading(Value.of(25.08), at(1_790_000_000_250L, true, 5000)),
                ENERGY.reading(Value.of(1_234_567), at(1_790_000_001_000L, true, 5750)),
                DOOR.alarm(Value.of(true), at(1_790_000_001_001L, true, 5751)));

        List<SenmlRecord> records =
                SenmlCbor.decode(SenmlCbor.encode("dormagen/p-1/", readings, at(1_790_000_002_000L, true, 6000)));

        assertEquals(
                List.of(
                        new SenmlRecord("dormagen/p-1/bme280/temperature", "Cel", Value.of(25.08), 1_790_000_000.25),
                        new SenmlRecord("dormagen/p-1/meter/energy", "Wh", Value.of(1_234_567), 1_790_000_001),
                        new SenmlRecord("dormagen/p-1/door/open", null, Value.of(true), 1_790_000_001.001)),
                records);
    }

    /** JSON from outside can hold such, and cutting a text can make it. It must not stop the signing of all that comes. */
    @Test
    void halfOfACharacterIsReplacedSinceNoEncodingHasIt() throws Exception {
        Series text = new Series("remote", "command", null);
        for (String half : List.of("\uD83D", "\uDCA1", "\uDCA1\uD83D", "a\uD83Db")) {
            Value value = Value.of(half + "\uD83D\uDCA1");
            List<SenmlRecord> records = SenmlCbor.decode(
                    SenmlCbor.encode("dormagen/p-1/", List.of(text.alarm(value, at(0, true, 0))), at(1, true, 1)));
            assertEquals(
                    Value.of(half.replaceAll("[^ab]", "\uFFFD") + "\uD83D\uDCA1"),
                    records.get(0).value());
        }
    }

    @Test
    void withoutATrustedClockTimesAreRelativeToSigningAndNeverAhead() throws Exception {
        List<Reading> readings = List.of(
                DOOR.alarm(Value.of(true), at(0, false, 4750)), DOOR.alarm(Value.of(false), at(99_000, false, 5000)));

        List<SenmlRecord> records =
                SenmlCbor.decode(SenmlCbor.encode("dormagen/p-1/", readings, at(7_000_000, false, 5000)));

        assertEquals(-0.25, records.get(0).time());
        assertEquals(0, records.get(1).time());
    }

    @Test
    void jsonTelemetryNamesSecondaryUnitsAndLeavesOutAnUntrustedTime() {
        assertEquals(
                "[{\"bn\":\"dormagen/p-1/\",\"n\":\"meter/energy\",\"u\":\"Wh\",\"bver\":26,\"v\":5.0,\"t\":1790000000.250}]",
                json(ENERGY.reading(Value.of(5), at(1_790_000_000_250L, true, 0))));
        assertEquals(
                "[{\"bn\":\"dormagen/p-1/\",\"n\":\"door/open\",\"vb\":true}]",
                json(DOOR.alarm(Value.of(true), at(1_790_000_000_250L, false, 0))));
    }

    @Test
    void aNumberWithoutUnitAndATextWithUnitAreNoReadings() {
        assertThrows(
                IllegalArgumentException.class, () -> new Reading(DOOR, Value.of(1), at(0, true, 0), Lane.MEASUREMENT));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Reading(TEMPERATURE, Value.of("warm"), at(0, true, 0), Lane.MEASUREMENT));
        assertThrows(IllegalArgumentException.class, () -> Value.of(Double.NaN));
    }

    @ParameterizedTest
    @CsvSource({
        "a0, not an array",
        "81a0, a record without value",
        "81a10001, a name that is a number",
        "81a2006161026161, a number that is text",
        "81a3006161020103616 1, cut short",
        "81a300616102010401, two values",
        "81a300616102010200, the same label twice",
        "81a300616102012018 63, a version from the future",
        "81a2006161020100, bytes behind the end",
        "9f9f9f9f9f9f9f9f9f9f9f9f, deeply nested",
    })
    void refuses(String hex, String why) {
        assertThrows(
                FormatException.class,
                () -> SenmlCbor.decode(HexFormat.of()
                        .parseHex(hex.replace(" ", "")
                                .substring(0, hex.replace(" ", "").length() / 2 * 2))),
                why);
    }

    @Test
    void inflatingStopsAtItsBound() throws Exception {
        byte[] zeros = new byte[1 << 20];
        assertEquals(zeros.length, Zlib.inflate(Zlib.deflate(zeros), zeros.length).length);
        byte[] bomb = Zlib.deflate(new byte[zeros.length + 1]);
        assertThrows(FormatException.class, () -> Zlib.inflate(bomb, zeros.length));
    }

    @Test
    void inflatingRefusesWhatIsCutShortFollowedByMoreOrBroken() {
        byte[] good = Zlib.deflate("reading".getBytes(StandardCharsets.UTF_8));
        assertThrows(FormatException.class, () -> Zlib.inflate(java.util.Arrays.copyOf(good, good.length - 1), 100));
        assertThrows(FormatException.class, () -> Zlib.inflate(java.util.Arrays.copyOf(good, good.length + 1), 100));
        good[good.length - 1] ^= 1;
        assertThrows(FormatException.class, () -> Zlib.inflate(good, 100));
    }

    private static String json(Reading reading) {
        return new String(SenmlJson.encode("dormagen/p-1/", reading), StandardCharsets.UTF_8);
    }

    private static Moment at(long epochMillis, boolean trusted, long sinceBootMillis) {
        return new Moment(Instant.ofEpochMilli(epochMillis), trusted, Duration.ofMillis(sinceBootMillis));
    }
}
