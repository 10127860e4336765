package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemarkTest {

    private final FakeTime time = new FakeTime();

    private Remark forAnHour() {
        return Remark.of("ops", "ordered", Duration.ofHours(1), time.now());
    }

    @Test
    void itEndsWhenTheCalendarSaysSo() {
        Remark remark = forAnHour();
        time.pass(Duration.ofMinutes(59));
        assertFalse(remark.ended(time.now()));
        time.pass(Duration.ofMinutes(1));
        assertTrue(remark.ended(time.now()));
    }

    @Test
    void whileTheClockIsNotSetItEndsAfterItsLength() {
        time.unset();
        Remark remark = forAnHour();
        assertNull(remark.until());
        time.pass(Duration.ofMinutes(59));
        assertFalse(remark.ended(time.now()));
        time.pass(Duration.ofMinutes(1));
        assertTrue(remark.ended(time.now()));
    }

    @Test
    void onceTheClockIsSetItsEndIsKnownAndStaysSo() {
        time.unset();
        Remark remark = forAnHour();
        time.pass(Duration.ofMinutes(20));
        assertEquals(remark, remark.settled(time.now()));
        time.set(FakeTime.START);
        Remark settled = remark.settled(time.now());
        assertEquals(FakeTime.START.plus(Duration.ofMinutes(40)), settled.until());
        time.pass(Duration.ofMinutes(5));
        assertEquals(settled, settled.settled(time.now()));
    }

    @Test
    void aClockThatLostItsTrustEndsNothingEarly() {
        Remark remark = forAnHour();
        time.unset(); // 1970
        assertFalse(remark.ended(time.now()));
        time.pass(Duration.ofHours(1));
        assertTrue(remark.ended(time.now()));
    }
}
