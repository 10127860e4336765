package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Lane;
import io.smartpole.uplink.Failover.Course;
import io.smartpole.uplink.FakeConnection.Published;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour on a bad mobile line: 5 s from a message to its acknowledgement, and one in ten is held up for up to 9 s more, with
 * all that come behind it, as TCP does it. That is no reason to change the broker.
 */
class NoFalseAlarmTest {

    private static final Duration ROUND_TRIP = Duration.ofSeconds(5);
    private static final int LONGEST_STALL_MS = 9_000;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long SEED = 20261121;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<FakeConnection, Integer> seen = new HashMap<>();
    private final Map<FakeConnection, Duration> lastAnswer = new HashMap<>();
    private final Map<Published, Duration> answers = new HashMap<>();

    @Test
    void aSlowAndStumblingLineIsKeptForAnHour() {
        assertEquals(0, failoversIn(HOUR, LONGEST_STALL_MS));
    }

    @Test
    void aLineThatStallsForLongerIsLeft() {
        assertTrue(failoversIn(HOUR, 60_000) > 0, "else the test above could not fail");
    }

    private long failoversIn(Duration time, int longestStallMillis) {
        TestBoard pole = new TestBoard(folder);
        pole.board.configure(TestBoard.settings(
                TestBoard.endpoint("cloud1", "tcp://127.0.0.1:1883"),
                TestBoard.endpoint("cloud2", "tcp://127.0.0.1:2883")));
        pole.step();
        pole.up("cloud1");
        pole.up("cloud2");
        pole.assertCourse(Course.PREFERRED, "cloud1");
        Duration end = pole.sinceBoot.plus(time);
        int batches = 0;
        while (pole.sinceBoot.compareTo(end) < 0 && pole.counters.failovers.get() == 0) {
            pole.sinceBoot = pole.sinceBoot.plus(TICK);
            if (pole.sinceBoot.toSeconds() / 2 > batches) {
                batches++;
                pole.log.commit(Lane.MEASUREMENT, 1);
            }
            pole.telemetry.offer(TestBoard.reading(batches));
            pole.connections.forEach(connection -> answer(connection, pole.sinceBoot, longestStallMillis));
            pole.step();
        }
        return pole.counters.failovers.get();
    }

    private void answer(FakeConnection connection, Duration now, int longestStallMillis) {
        for (int i = seen.getOrDefault(connection, 0); i < connection.published.size(); i++) {
            boolean stalls = random.nextInt(10) == 0;
            Duration at = now.plus(ROUND_TRIP).plusMillis(stalls ? random.nextInt(longestStallMillis) : 0);
            Duration last = lastAnswer.getOrDefault(connection, Duration.ZERO);
            lastAnswer.put(connection, at.compareTo(last) > 0 ? at : last);
            answers.put(connection.published.get(i), lastAnswer.get(connection));
            seen.put(connection, i + 1);
        }
        for (Published published : connection.published) {
            Duration at = answers.get(published);
            if (at != null && at.compareTo(now) <= 0) {
                answers.remove(published);
                published.delivered().run();
            }
        }
    }
}
