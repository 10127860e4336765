package io.smartpole.lighting.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.lighting.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LampSensorsTest {

    private final LampSensors sensors = new LampSensors();
    private final FakeTime time = new FakeTime("2026-12-21T21:00:00Z");

    @Test
    void aContactThatWasNeverActiveSaysNothing() {
        contact("presence", "detected", false);
        assertNull(sensors.sinceActive(List.of("presence", "other"), time.now()));
        assertNull(sensors.activeFor(List.of("presence"), time.now()));
    }

    @Test
    void whileSomebodyIsThereItWasZeroAgoAndThenItGrows() {
        contact("presence", "detected", true);
        time.pass(Duration.ofSeconds(30));
        contact("presence", "detected", true);
        assertEquals(Duration.ZERO, sensors.sinceActive(List.of("presence"), time.now()));
        assertEquals(Duration.ofSeconds(30), sensors.activeFor(List.of("presence"), time.now()));
        contact("presence", "detected", false);
        time.pass(Duration.ofSeconds(45));
        contact("presence", "detected", false);
        assertEquals(Duration.ofSeconds(45), sensors.sinceActive(List.of("presence"), time.now()));
        assertNull(sensors.activeFor(List.of("presence"), time.now()));
    }

    @Test
    void ofSeveralContactsTheLatestCounts() {
        contact("north", "detected", true);
        contact("south", "detected", true);
        contact("north", "detected", false);
        time.pass(Duration.ofSeconds(10));
        assertEquals(Duration.ZERO, sensors.sinceActive(List.of("north", "south"), time.now()));
        contact("south", "detected", false);
        time.pass(Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(5), sensors.sinceActive(List.of("north", "south"), time.now()));
        assertEquals(Duration.ofSeconds(15), sensors.sinceActive(List.of("north"), time.now()));
    }

    @Test
    void aPhotocellThatIsBrokenGivesWayToOneThatIsNot() {
        illuminance("a", 300);
        time.pass(Duration.ofSeconds(100));
        illuminance("b", 300);
        time.pass(Duration.ofSeconds(10));
        illuminance("b", 310);
        time.pass(Duration.ofSeconds(60));
        PhotocellView view = sensors.photocell(null, PhotocellRule.DEFAULT, null, time.now());
        assertTrue(view.healthy(), view.words());
        assertEquals("310.0 lx", view.words());
        time.pass(Duration.ofMinutes(10));
        view = sensors.photocell(null, PhotocellRule.DEFAULT, null, time.now());
        assertFalse(view.healthy());
        assertEquals("the photocell is silent for 770 s", view.words());
    }

    @Test
    void aPhotocellThatTheProfileDoesNotHaveIsForgotten() {
        illuminance("old", 300);
        time.pass(Duration.ofHours(1));
        assertEquals(PhotocellView.NONE, sensors.photocell(Set.of("new"), PhotocellRule.DEFAULT, null, time.now()));
    }

    @Test
    void aSecondKeySwitchCountsFromWhenItWasTurned() {
        contact("jammed", "active", true);
        time.pass(Duration.ofDays(2));
        contact("other", "active", true);
        time.pass(Duration.ofMinutes(1));
        assertEquals(Duration.ofMinutes(1), sensors.activeFor(List.of("jammed", "other"), time.now()));
    }

    @Test
    void aDoorThatIsOpenIsAnActiveContactToo() {
        contact("door", "open", true);
        assertEquals(Duration.ZERO, sensors.sinceActive(List.of("door"), time.now()));
    }

    @Test
    void withoutAPhotocellThereIsNone() {
        sensors.onReading(new Series("bme280", "temperature", Unit.CELSIUS).reading(Value.of(7), time.now()));
        assertEquals(PhotocellView.NONE, sensors.photocell(null, PhotocellRule.DEFAULT, null, time.now()));
    }

    @Test
    void whatIsNoNumberOrNoFlagIsPassedOver() {
        sensors.onReading(new Series("x", "illuminance", null).reading(Value.of("bright"), time.now()));
        sensors.onReading(new Series("x", "active", null).reading(Value.of("yes"), time.now()));
        assertEquals(PhotocellView.NONE, sensors.photocell(null, PhotocellRule.DEFAULT, null, time.now()));
        assertNull(sensors.sinceActive(List.of("x"), time.now()));
    }

    private void contact(String name, String quantity, boolean set) {
        sensors.onReading(new Series(name, quantity, null).reading(Value.of(set), time.now()));
    }

    private void illuminance(String name, double lux) {
        sensors.onReading(new Series(name, "illuminance", Unit.LUX).reading(Value.of(lux), time.now()));
    }
}
