package io.smartpole.evidence;

import static io.smartpole.core.health.HealthStatus.CRITICAL;
import static io.smartpole.core.health.HealthStatus.OK;
import static io.smartpole.core.health.HealthStatus.WARN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Backlog QUIET = new Backlog(3, 900, null, 7, 0);

    private static void is(HealthStatus status, String words, Condition condition) {
        HealthResult result = condition.health();
        assertEquals(status, result.status(), result.message());
        assertTrue(result.message().contains(words), result.message());
        assertEquals(status == OK, result.action().isEmpty());
    }

    @Test
    void nobodyHasToActWhileReadingsAreStored() {
        is(OK, "7 batches committed, 3 wait", new Condition(true, true, true, null, null, null, 0, 49, QUIET));
        is(OK, "reading the evidence store", new Condition(true, false, true, null, null, null, 0, 0, QUIET));
    }

    @Test
    void somebodyHasToActNowWhenNothingIsStored() {
        is(CRITICAL, "has ended", new Condition(false, true, true, null, null, null, 0, 0, QUIET));
        is(CRITICAL, "I/O", new Condition(true, true, true, "I/O error", null, null, 0, 0, QUIET));
        is(CRITICAL, "90 %", new Condition(true, true, true, null, null, null, 0, 90, QUIET));
    }

    @Test
    void somebodyWillHaveToActWhenSomethingWasLostOrIsWrong() {
        is(WARN, "2 committed batches", new Condition(true, true, true, null, null, null, 2, 0, QUIET));
        is(WARN, "cannot be read", new Condition(true, true, true, null, "x cannot be read", null, 0, 0, QUIET));
        is(WARN, "heartbeat", new Condition(true, true, true, null, null, "heartbeat must be", 0, 0, QUIET));
        is(WARN, "5 readings", new Condition(true, true, true, null, null, null, 0, 0, new Backlog(0, 0, null, 0, 5)));
        is(WARN, "50 %", new Condition(true, true, true, null, null, null, 0, 50, QUIET));
    }

    @Test
    void aPoleWithoutANameSaysWhatToDoAndBlamesNoDisk() {
        Backlog dropping = new Backlog(0, 0, null, 0, 5);
        HealthResult result = new Condition(true, true, false, null, null, null, 0, 0, dropping).health();
        assertEquals(WARN, result.status());
        assertEquals(
                "this pole has no name yet, so nothing is signed: readings wait in memory, 5 were dropped",
                result.message());
        assertEquals("set site and pole number", result.action());
        is(CRITICAL, "I/O", new Condition(true, true, false, "I/O error", null, null, 0, 0, QUIET));
    }

    @Test
    void theWorstIsSaidFirst() {
        HealthResult result = new Condition(true, true, true, "I/O error", null, "heartbeat", 2, 95, QUIET).health();
        assertEquals(CRITICAL, result.status());
        assertFalse(result.message().contains("heartbeat"));
    }
}
