package io.smartpole.tools.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.formats.evidence.ChainCheck.Hole;
import io.smartpole.tools.TestPole;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoleWatchTest {

    private static final Hole HOLE = new Hole(TestPole.TOPICS, new KeyId("0".repeat(16)), Lane.ALARM, 3, 3, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HoleWatch watch = new HoleWatch(PATIENCE);

    @Test
    void aBatchThatMayBeOnItsWayIsNotToldMissing() {
        assertEquals(List.of(), watch.look(List.of(HOLE), Duration.ofSeconds(5)));
        assertEquals(List.of(), watch.look(List.of(HOLE), Duration.ofSeconds(94)));
        assertEquals(List.of(), watch.look(List.of(), Duration.ofSeconds(95)));
    }

    @Test
    void whatStaysAwayIsToldOnce() {
        watch.look(List.of(HOLE), Duration.ofSeconds(5));
        assertEquals(List.of("! " + HOLE.text()), watch.look(List.of(HOLE), Duration.ofSeconds(95)));
        assertEquals(List.of(), watch.look(List.of(HOLE), Duration.ofSeconds(96)));
    }

    @Test
    void whatWasToldAndCameAfterAllIsToldToo() {
        watch.look(List.of(HOLE), Duration.ZERO);
        watch.look(List.of(HOLE), PATIENCE);
        assertEquals(
                List.of("came after all, at least in part: " + HOLE.text()),
                watch.look(List.of(), PATIENCE.plusSeconds(1)));
    }

    @Test
    void patienceBeginsAnewForAHoleThatComesAgain() {
        watch.look(List.of(HOLE), Duration.ZERO);
        watch.look(List.of(), Duration.ofSeconds(1));
        assertEquals(List.of(), watch.look(List.of(HOLE), PATIENCE));
    }
}
