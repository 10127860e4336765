package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.remote.Refusal.Reason;
import io.smartpole.remote.RefusalTally.Summary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTallyTest {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration END = START.plus(RefusalTally.MINUTE);

    private final RefusalTally tally = new RefusalTally();

    @Test
    void tenOfAReasonInAMinuteAreToldOneByOneAndNothingFollows() {
        refuse(Reason.EXPIRED, 10);
        assertEquals(List.of(), tally.over(END));
    }

    @Test
    void moreAreCountedAndToldOnceWhenTheMinuteIsOver() {
        refuse(Reason.EXPIRED, 10);
        assertFalse(tally.count(Reason.EXPIRED, true, START));
        assertFalse(tally.count(Reason.EXPIRED, false, END.minusMillis(1)));
        assertEquals(List.of(), tally.over(END.minusMillis(1)));
        assertEquals(List.of(new Summary(Reason.EXPIRED, 2)), tally.over(END));
        assertEquals(List.of(), tally.over(END));
        assertTrue(tally.count(Reason.EXPIRED, true, END));
    }

    @Test
    void whatNobodyIsKnownToHaveSignedIsOnlyCounted() {
        assertFalse(tally.count(Reason.UNKNOWN_KEY, false, START));
        assertEquals(List.of(new Summary(Reason.UNKNOWN_KEY, 1)), tally.over(END));
        assertEquals(List.of(), tally.over(END.plus(RefusalTally.MINUTE)));
    }

    @Test
    void aFloodOfStrangersTakesNoTurnFromThoseWhoAreKnown() {
        for (int i = 0; i < 1000; i++) {
            assertFalse(tally.count(Reason.RETAINED, false, START));
        }
        refuse(Reason.RETAINED, 10);
        assertEquals(List.of(new Summary(Reason.RETAINED, 1000)), tally.over(END));
    }

    @Test
    void eachReasonIsCountedByItself() {
        refuse(Reason.EXPIRED, 10);
        refuse(Reason.MALFORMED, 10);
        assertFalse(tally.count(Reason.MALFORMED, false, START));
        assertEquals(List.of(new Summary(Reason.MALFORMED, 1)), tally.over(END));
    }

    private void refuse(Reason reason, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(tally.count(reason, true, START), "refusal " + i);
        }
    }
}
