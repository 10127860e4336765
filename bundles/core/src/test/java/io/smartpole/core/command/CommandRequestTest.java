package io.smartpole.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class CommandRequestTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whatIsRightIsRead() {
        CommandRequest request = request(Map.of("percent", 60, "seq", 7_000_000_000L, "seconds", 600, "note", "wet"));

        assertEquals(60, request.number("percent", 0, 100));
        assertEquals(7_000_000_000L, request.whole("seq", 1, Long.MAX_VALUE));
        assertEquals(Duration.ofMinutes(10), request.seconds(SECOND, HOUR, SECOND));
        assertEquals(Optional.of("wet"), request.text("note", 10));
        request.takesOnly("percent", "seq", "seconds", "note");
    }

    @Test
    void whatIsLeftOutHasItsFallback() {
        assertEquals(HOUR, request(Map.of()).seconds(SECOND, HOUR, HOUR));
        assertEquals(Optional.empty(), request(Map.of()).text("note", 10));
    }

    @Test
    void aWrongArgumentIsNamedWithWhatWasGivenAndWhatIsExpected() {
        refused(
                "percent must be a number from 0 to 100, but is missing",
                () -> request(Map.of()).number("percent", 0, 100));
        refused(
                "percent must be a number from 0 to 100, but is 101",
                () -> request(Map.of("percent", 101)).number("percent", 0, 100));
        refused(
                "percent must be a number from 0 to 100, but is NaN",
                () -> request(Map.of("percent", Double.NaN)).number("percent", 0, 100));
        refused(
                "seq must be a whole number from 1 to 9, but is 1.5",
                () -> request(Map.of("seq", 1.5)).whole("seq", 1, 9));
        refused(
                "seconds must be a whole number from 1 to 3600, but is 0",
                () -> request(Map.of("seconds", 0)).seconds(SECOND, HOUR, HOUR));
        refused(
                "note must be a text of 1 to 3 characters, but is wet?street",
                () -> request(Map.of("note", "wet\nstreet")).text("note", 3));
    }

    @Test
    void aNullIsNotLeftOut() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("seconds", null);
        refused(
                "seconds must be a whole number from 1 to 3600, but is null",
                () -> request(arguments).seconds(SECOND, HOUR, HOUR));
    }

    @Test
    void aMisspeltArgumentIsRefused() {
        refused(
                "test.kind takes only percent and seconds, not 'percnt'",
                () -> request(Map.of("percnt", 1)).takesOnly("percent", "seconds"));
        refused(
                "test.kind takes no arguments, not 'percnt'",
                () -> request(Map.of("percnt", List.of())).takesOnly());
    }

    private static CommandRequest request(Map<String, Object> arguments) {
        return new CommandRequest("id-1", "test.kind", arguments, "somebody");
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
