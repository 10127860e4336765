package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final Window window = new Window();

    @Test
    void theFirstBatchMeasuresTheLine() {
        assertEquals(1, window.size());
        window.acknowledged(Duration.ofMillis(50), 1);
        assertEquals(Window.USUAL, window.size());
    }

    @Test
    void aSlowLineIsNotFilled() {
        window.acknowledged(Window.LIVE.plusMillis(1), 1);
        assertEquals(1, window.size());
    }

    @Test
    void anAcknowledgementInNoTimeAtAllDoesNoHarm() {
        for (int i = 0; i < 1000; i++) {
            window.acknowledged(Duration.ZERO, window.size());
        }
        assertTrue(window.size() >= Window.USUAL);
    }

    @Test
    void aLongAndFastLineGetsMore() {
        send(Duration.ofMillis(100), Duration.ofMillis(1), 2000);
        assertEquals(Window.LARGEST, window.size());
    }

    @Test
    void whereBatchesOnlyStandInLineAFewAreEnough() {
        send(Duration.ZERO, Duration.ofMillis(1), 2000);
        assertTrue(window.size() >= 3 && window.size() <= 5, () -> "size " + window.size());
    }

    @Test
    void mobileLinesAreFilledAndNoMore() {
        // 58 ms for one batch alone, 8 ms of it on the air: seven keep it busy
        send(Duration.ofMillis(50), Duration.ofMillis(8), 5000);
        assertTrue(window.size() >= 7 && window.size() <= 11, () -> "size " + window.size());
    }

    @Test
    void onASlowLineOneIsInFlightAndEachIsThroughInTime() {
        Duration longest = send(Duration.ofMillis(100), Duration.ofSeconds(8), 500);
        assertEquals(1, window.size());
        assertTrue(longest.compareTo(Duration.ofSeconds(15)) < 0, () -> "longest " + longest);
    }

    @Test
    void whenTheLineBecomesSlowItFallsToOneAndRisesAgainAfterwards() {
        send(Duration.ofMillis(50), Duration.ofMillis(1), 2000);
        send(Duration.ofMillis(50), Duration.ofSeconds(8), 50);
        assertEquals(1, window.size());
        send(Duration.ofMillis(50), Duration.ofMillis(1), 5000);
        assertTrue(window.size() > Window.USUAL, () -> "size " + window.size());
    }

    @Test
    void aLineThatIsLongFromNowOnIsFilledAgain() {
        send(Duration.ofMillis(20), Duration.ofMillis(1), 2000);
        send(Duration.ofSeconds(2), Duration.ofMillis(1), 2000);
        assertTrue(window.size() > 1, () -> "size " + window.size());
    }

    @Test
    void whoeverSendsLittleLearnsNothingAboutALine() {
        window.acknowledged(Duration.ofMillis(50), 1);
        for (int i = 0; i < 1000; i++) {
            window.acknowledged(Duration.ofMillis(50), 1);
        }
        assertEquals(Window.USUAL, window.size());
    }

    @Test
    void whateverHappensItStaysWithinItsBounds() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Window any = new Window();
            for (int i = 0; i < 2000; i++) {
                any.acknowledged(
                        Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 35))), 1 + random.nextInt(16));
                int size = any.size();
                assertTrue(size >= 1 && size <= Window.LARGEST, "size " + size + ", seed " + seed);
            }
        }
    }

    /**
     * Keeps the window full on a line that takes each batch for {@code each} and brings the acknowledgement after
     * {@code delay}.
     *
     * @return the longest time to an acknowledgement
     */
    private Duration send(Duration delay, Duration each, int batches) {
        record Sent(Duration at, Duration acknowledged) {}
        ArrayDeque<Sent> inFlight = new ArrayDeque<>();
        Duration now = Duration.ZERO;
        Duration free = Duration.ZERO;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < batches; i++) {
            while (inFlight.size() < window.size()) {
                free = (free.compareTo(now) > 0 ? free : now).plus(each);
                inFlight.add(new Sent(now, free.plus(delay)));
            }
            Sent first = inFlight.remove();
            now = first.acknowledged;
            Duration took = now.minus(first.at);
            longest = took.compareTo(longest) > 0 ? took : longest;
            window.acknowledged(took, inFlight.size() + 1);
        }
        return longest;
    }
}
