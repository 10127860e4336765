package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadyLineTest {

    private static final HardwareProfile PROFILE = new HardwareProfile(
            "test",
            "For tests",
            "raspberry-pi-4",
            Supply.PERMANENT,
            List.of(
                    new Sensor("bme280", "bme280", 1, 0x76, Duration.ofSeconds(30)),
                    new Sensor("host", "host", -1, -1, Duration.ofSeconds(60))),
            List.of(),
            null);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void redirect() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(console);
    }

    @Test
    void itSaysOneLineAtTheFirstReadingOfAChip() {
        ReadyLine ready = ready("8080", PROFILE);
        ready.onReading(reading("door"));
        ready.onReading(reading("host"));
        assertEquals("", printed());
        ready.onReading(reading("bme280"));
        ready.onReading(reading("bme280"));
        assertEquals("READY http://localhost:8080" + System.lineSeparator(), printed());
    }

    @Test
    void withoutConsoleItSaysReadyOnly() {
        ready(null, PROFILE).onReading(reading("bme280"));
        assertEquals("READY" + System.lineSeparator(), printed());
    }

    @Test
    void aNewProfileDoesNotMakeItSpeakTwice() {
        ReadyLine ready = ready("8443", PROFILE);
        ready.onReading(reading("bme280"));
        ready.profile = null;
        ready.onReading(reading("bme280"));
        ready.profile = PROFILE;
        ready.onReading(reading("bme280"));
        assertEquals("READY http://localhost:8443" + System.lineSeparator(), printed());
    }

    @Test
    void itWaitsUntilTheConsoleAnswers() {
        Iterator<Boolean> answers = List.of(false, false, true).iterator();
        ReadyLine ready = new ReadyLine("8080", answers::next, Runnable::run);
        ready.profile = PROFILE;
        ready.onReading(reading("bme280"));
        assertFalse(answers.hasNext());
        assertEquals("READY http://localhost:8080" + System.lineSeparator(), printed());
    }

    @Test
    void aConsoleThatNeverAnswersIsNeverReadyAndDoesNotKeepTheGatewayFromStopping() {
        ReadyLine ready = new ReadyLine("8080", () -> false, Runnable::run);
        ready.profile = PROFILE;
        ready.deactivate();
        ready.onReading(reading("bme280"));
        assertEquals("", printed());
    }

    @Test
    void withoutProfileNothingIsReady() {
        ready("8080", null).onReading(reading("bme280"));
        assertEquals("", printed());
    }

    private String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private static ReadyLine ready(@Nullable String port, @Nullable HardwareProfile profile) {
        ReadyLine ready = new ReadyLine(port, () -> true, Runnable::run);
        ready.profile = profile;
        return ready;
    }

    private static Reading reading(String component) {
        return new Series(component, "figure", Unit.COUNT)
                .reading(Value.of(1), new Moment(Instant.EPOCH, true, Duration.ZERO));
    }
}
