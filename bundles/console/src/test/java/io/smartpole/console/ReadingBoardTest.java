package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingBoardTest {

    private static final Moment NOW = new Moment(Instant.parse("2027-11-01T12:00:00Z"), true, Duration.ZERO);

    private final ReadingBoard board = new ReadingBoard();

    private void put(String quantity, double value) {
        board.put(new Series("chip", quantity, Unit.VOLT).reading(Value.of(value), NOW));
    }

    private List<String> quantities() {
        return board.since(0).readings().stream().map(ReadingView::quantity).toList();
    }

    @Test
    void onlyTheNewestOfEachSeriesIsKeptSortedByName() {
        put("b", 1);
        put("a", 2);
        put("b", 3);
        assertEquals(List.of("a", "b"), quantities());
        assertEquals(3.0, board.since(0).readings().get(1).value());
    }

    @Test
    void whoAsksAgainGetsOnlyWhatIsNew() {
        put("a", 1);
        ReadingBoard.News first = board.since(0);
        put("b", 2);
        ReadingBoard.News second = board.since(first.upTo());
        assertEquals(
                List.of("b"),
                second.readings().stream().map(ReadingView::quantity).toList());
        assertEquals(List.of(), board.since(second.upTo()).readings());
    }

    @Test
    void withTooManySeriesTheOneThatIsSilentForLongestGivesWay() {
        for (int i = 0; i < ReadingBoard.SERIES; i++) {
            put("q" + i, i);
        }
        put("q0", 1);
        put("new", 1);
        assertEquals(ReadingBoard.SERIES, quantities().size());
        assertTrue(quantities().contains("q0"));
        assertTrue(quantities().contains("new"));
        assertFalse(quantities().contains("q1"));
    }

    @Test
    void flagsAndTextsHaveNoUnitAndAnUntrustedTimeIsNotShown() {
        Moment untrusted = new Moment(Instant.EPOCH, false, Duration.ZERO);
        board.put(new Series("door", "open", null).alarm(Value.of(true), untrusted));
        board.put(new Series("lamp", "rule", null).reading(Value.of("program"), NOW));
        ReadingView door = board.since(0).readings().get(0);
        assertEquals(new ReadingView("door", "open", null, true, null, true), door);
        assertNull(door.time());
        assertEquals("program", board.since(0).readings().get(1).value());
    }
}
