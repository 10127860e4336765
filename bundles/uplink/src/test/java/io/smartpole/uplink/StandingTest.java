package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    private Standing standing = Standing.disabled(at(0));

    @Test
    void howLongItIsNotConnectedIsCountedThroughAllAttempts() {
        enter(100, LinkState.CONNECTING);
        enter(110, LinkState.WAITING);
        enter(120, LinkState.CONNECTING);
        enter(121, LinkState.SUBSCRIBING);
        enter(122, LinkState.WAITING);
        assertEquals(at(100), standing.turned());
        assertEquals(at(122), standing.since());
        enter(130, LinkState.CONNECTING);
        enter(131, LinkState.ONLINE);
        assertEquals(at(131), standing.turned());
        enter(200, LinkState.WAITING);
        enter(210, LinkState.CONNECTING);
        assertEquals(at(200), standing.turned());
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 10", "999, 10", "1000, 9", "9999, 1", "10000, 0", "20000, 0"})
    void whenTheNextAttemptIsIsToldInFullSeconds(long passedMillis, long seconds) {
        enter(100, LinkState.WAITING);
        standing = standing.retryingAt(at(110).sinceBoot());
        Moment now = after(Duration.ofSeconds(100).plusMillis(passedMillis));
        assertEquals("next attempt in " + seconds + " s", standing.doing(now));
    }

    @Test
    void onceTheAttemptHasBegunItIsNotWaitedForAnyMore() {
        enter(100, LinkState.WAITING);
        standing = standing.retryingAt(at(110).sinceBoot());
        enter(110, LinkState.CONNECTING);
        assertEquals("connecting", standing.doing(at(111)));
    }

    private void enter(int second, LinkState next) {
        standing = standing.enter(next, null, at(second));
    }

    private static Moment at(int second) {
        return after(Duration.ofSeconds(second));
    }

    private static Moment after(Duration sinceBoot) {
        return new Moment(Instant.EPOCH.plus(sinceBoot), true, sinceBoot);
    }
}
