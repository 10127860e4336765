package io.smartpole.tools.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.time.Moment;
import io.smartpole.tools.receive.Tally.Counts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final StringWriter said = new StringWriter();
    private Counts counts = Counts.NONE;

    private static Moment after(int seconds) {
        return new Moment(
                Instant.parse("2026-11-21T21:00:00.250Z").plusSeconds(seconds), true, Duration.ofSeconds(9 + seconds));
    }

    @Test
    void aMinuteInWhichSomethingCameHasALineAndTheEndTheSum() {
        try (Tally tally = new Tally(() -> counts, new PrintWriter(said), after(0))) {
            counts = counts.plus(new Counts(5, 2, 1));
            tally.look(after(59));
            assertEquals("", said.toString());
            assertEquals(Duration.ofSeconds(1), tally.patience(after(59)));
            tally.look(after(60));
            tally.look(after(120)); // nothing came
            counts = counts.plus(new Counts(1, 0, 0));
            tally.look(after(121));
            assertEquals(Duration.ofSeconds(59), tally.patience(after(121)));
            tally.look(after(500));
            assertEquals(Duration.ZERO, tally.patience(after(900)));
        }
        assertEquals("""
                2026-11-21T21:01:00Z  5 received, 2 duplicates, 1 refused
                2026-11-21T21:08:20Z  1 received, 0 duplicates, 0 refused
                in all 6 received, 2 duplicates, 1 refused
                """, said.toString());
    }
}
