package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TrustWatchTest {

    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");

    private final AtomicReference<String> hostSays = new AtomicReference<>("no");
    private final CountDownLatch asked = new CountDownLatch(1);
    private final NtpQuestion ntp = new NtpQuestion(() -> {
        asked.countDown();
        return Objects.requireNonNull(hostSays.get());
    });
    private boolean onRecord = true;
    private final TrustWatch watch = new TrustWatch(new ClockTrust(BUILT, List.of(), () -> onRecord), ntp);

    private Instant calendar = BUILT.plus(Duration.ofDays(30));
    private Duration sinceBoot = Duration.ofHours(1);

    @Test
    void aClockThatRunsStaysTrusted() {
        for (int hour = 0; hour < 48; hour++) {
            assertTrue(trusted());
            pass(Duration.ofHours(1));
        }
    }

    @Test
    void aSmallStepIsNoReasonForDistrust() {
        assertTrue(trusted());
        calendar = calendar.plus(Duration.ofMinutes(5));
        pass(Duration.ofSeconds(2));
        assertTrue(trusted());
    }

    @Test
    void aStepTakesTheTrustAndTheHostIsAskedAnew() throws InterruptedException {
        assertTrue(trusted());
        calendar = calendar.minus(Duration.ofHours(9));
        pass(Duration.ofSeconds(2));
        assertFalse(trusted(), "what was on record before the step proves nothing");
        assertTrue(asked.await(5, TimeUnit.SECONDS));
        pass(Duration.ofDays(1));
        assertFalse(trusted());
        ntp.stop();
    }

    @Test
    void afterAStepTheHostCanVouchForTheNewTime() throws InterruptedException {
        assertTrue(trusted());
        hostSays.set("yes");
        calendar = calendar.plus(Duration.ofHours(9));
        pass(Duration.ofSeconds(2));
        trusted();
        assertTrue(asked.await(5, TimeUnit.SECONDS));
        for (int look = 0; look < 5_000 && !ntp.getAsBoolean(); look++) {
            LockSupport.parkNanos(1_000_000); // the asking thread is about to take the answer
        }
        pass(Duration.ofSeconds(2));
        assertTrue(trusted());
    }

    @Test
    void aClockThatBecomesRightForTheFirstTimeIsNoStep() {
        onRecord = false;
        calendar = Instant.EPOCH;
        assertFalse(trusted());
        onRecord = true;
        calendar = BUILT.plus(Duration.ofDays(1));
        pass(Duration.ofSeconds(2));
        assertTrue(trusted());
    }

    private boolean trusted() {
        return watch.trusted(new Moment(calendar, false, sinceBoot));
    }

    private void pass(Duration time) {
        calendar = calendar.plus(time);
        sinceBoot = sinceBoot.plus(time);
    }
}
