package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class NightViewTest {

    private static NightView night(String now) {
        return NightView.around(
                Instant.parse(now), ZoneId.of("Europe/Berlin"), new FakeGateway.Light(), new LightHistory());
    }

    @Test
    void aNightRunsFromNoonToNoonAtThePole() {
        assertEquals(
                Instant.parse("2027-11-01T11:00:00Z"),
                night("2027-11-01T11:00:00Z").from());
        assertEquals(
                Instant.parse("2027-11-01T11:00:00Z"),
                night("2027-11-02T10:59:59Z").from());
        assertEquals(
                Instant.parse("2027-11-02T11:00:00Z"),
                night("2027-11-02T11:00:00Z").from());
    }

    @Test
    void theNightsOfClockChangesAreAnHourLongerOrShorter() {
        assertEquals(Duration.ofHours(25), length(night("2027-10-30T22:00:00Z")));
        assertEquals(Duration.ofHours(23), length(night("2027-03-27T22:00:00Z")));
    }

    private static Duration length(NightView night) {
        return Duration.between(night.from(), night.to());
    }
}
