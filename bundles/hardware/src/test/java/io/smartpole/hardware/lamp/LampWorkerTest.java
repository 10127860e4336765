package io.smartpole.hardware.lamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LampWorkerTest {

    private static final LightLevel HALF = LightLevel.percent(50);

    private final TestTime time = new TestTime();
    private final FakeDimmer dimmer = new FakeDimmer();
    private final LampWorker worker = new LampWorker(dimmer, time);

    private static final class FakeDimmer implements Dimmer {
        final BlockingQueue<LightLevel> told = new LinkedBlockingQueue<>();
        final CountDownLatch entered = new CountDownLatch(1);
        volatile @Nullable CountDownLatch hangs;
        volatile boolean fails;
        volatile boolean interrupts;
        volatile boolean closed;
        volatile boolean active;
        volatile @Nullable HealthResult trouble;

        @Override
        public void dim(LightLevel level) {
            CountDownLatch hold = hangs;
            if (hold != null) {
                entered.countDown();
                awaitRelease(hold);
            }
            if (fails) {
                throw new IllegalStateException("no such PWM");
            }
            if (interrupts) {
                Thread.currentThread().interrupt();
            }
            told.add(level);
        }

        private static void awaitRelease(CountDownLatch hold) {
            try {
                assertTrue(hold.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void start() {
            active = true;
        }

        @Override
        public void stop() {
            active = false;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String advice() {
            return "look at the output";
        }

        @Override
        public @Nullable HealthResult trouble() {
            return trouble;
        }
    }

    @Test
    void leavesTheOutputUntouchedUntilItIsToldALevel() {
        assertNull(worker.untilDue(time.now()));
        assertEquals(
                "no level yet; the output is untouched",
                worker.check(time.now()).message());
    }

    @Test
    void saysANewLevelAtOnce() throws InterruptedException {
        worker.start();
        worker.set(HALF);
        assertEquals(HALF, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.set(LightLevel.FULL);
        assertEquals(LightLevel.FULL, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.stop();
    }

    @Test
    void aHangingOutputBlocksNobodyAndTheLatestLevelWins() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        dimmer.hangs = release;
        worker.start();
        worker.set(HALF);
        assertTrue(dimmer.entered.await(10, TimeUnit.SECONDS));
        worker.set(LightLevel.OFF);
        worker.set(LightLevel.percent(80));
        worker.set(LightLevel.FULL);
        dimmer.hangs = null;
        release.countDown();
        List<@Nullable LightLevel> told = new ArrayList<>();
        told.add(dimmer.told.poll(10, TimeUnit.SECONDS));
        told.add(dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.stop();
        assertEquals(List.of(HALF, LightLevel.FULL), told);
        assertTrue(dimmer.told.isEmpty(), "nothing in between was said");
    }

    @Test
    void saysThatTheOutputHangs() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        dimmer.hangs = release;
        worker.start();
        worker.set(HALF);
        assertTrue(dimmer.entered.await(10, TimeUnit.SECONDS));
        time.pass(Duration.ofSeconds(6));
        assertEquals(HealthStatus.CRITICAL, worker.check(time.now()).status());
        release.countDown();
        worker.stop();
        assertEquals(HealthStatus.OK, worker.check(time.now()).status());
    }

    @Test
    void saysTheSameLevelAgainAfterAMinuteOnly() {
        worker.set(HALF);
        worker.dim(HALF);
        worker.set(HALF);
        assertEquals(Duration.ofMinutes(1), worker.untilDue(time.now()));
        time.pass(Duration.ofMinutes(1));
        assertEquals(Duration.ZERO, worker.untilDue(time.now()));
    }

    @Test
    void triesEverySecondWhileTheOutputFailsAndRecovers() {
        dimmer.fails = true;
        worker.set(HALF);
        worker.dim(HALF);
        assertEquals(Duration.ofSeconds(1), worker.untilDue(time.now()));
        time.pass(Duration.ofSeconds(35));
        worker.dim(HALF);
        assertEquals(HealthStatus.CRITICAL, worker.check(time.now()).status());
        assertEquals(
                "the lamp's output fails for 35 s: no such PWM",
                worker.check(time.now()).message());
        assertEquals("look at the output", worker.check(time.now()).action());

        dimmer.fails = false;
        worker.dim(HALF);
        assertEquals("the lamp was last told 50.0 %", worker.check(time.now()).message());
        assertEquals(Duration.ofMinutes(1), worker.untilDue(time.now()));
    }

    @Test
    void tellsWhatIsWrongBehindAnOutputThatWorks() {
        dimmer.trouble = HealthResult.warn("the control gear is odd", "look at it");
        worker.dim(HALF);
        assertEquals(dimmer.trouble, worker.check(time.now()));
        dimmer.fails = true;
        worker.dim(HALF);
        assertEquals(HealthStatus.CRITICAL, worker.check(time.now()).status(), "the output itself comes first");
    }

    @Test
    void aFailingOutputGetsTheLatestLevelWithTheNextTry() throws InterruptedException {
        dimmer.fails = true;
        worker.set(HALF);
        worker.dim(HALF);
        worker.set(LightLevel.FULL);
        dimmer.fails = false;
        time.pass(Duration.ofSeconds(1));
        worker.start();
        assertEquals(LightLevel.FULL, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.stop();
    }

    @Test
    void goesOnWhateverItStumblesOver() throws InterruptedException {
        CountDownLatch stumbles = new CountDownLatch(3);
        TimeSource scarce = new TimeSource() {
            @Override
            public BootId boot() {
                return time.boot();
            }

            @Override
            public Moment now() {
                if (Thread.currentThread().getName().equals("lamp") && stumbles.getCount() > 0) {
                    stumbles.countDown();
                    throw new OutOfMemoryError("Java heap space");
                }
                return time.now();
            }

            @Override
            public Moment world() {
                return time.world();
            }
        };
        LampWorker stumbling = new LampWorker(dimmer, scarce);
        stumbling.start();
        stumbling.set(HALF);
        assertEquals(HALF, dimmer.told.poll(10, TimeUnit.SECONDS));
        assertEquals(0, stumbles.getCount());
        stumbling.stop();
        assertEquals(HealthStatus.OK, stumbling.check(time.now()).status());
    }

    @Test
    void tellsThatItStumbles() throws InterruptedException {
        CountDownLatch stumbled = new CountDownLatch(2);
        TimeSource broken = new TimeSource() {
            @Override
            public BootId boot() {
                return time.boot();
            }

            @Override
            public Moment now() {
                stumbled.countDown();
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public Moment world() {
                return time.world();
            }
        };
        LampWorker stumbling = new LampWorker(dimmer, broken);
        stumbling.start();
        stumbling.set(HALF);
        assertTrue(stumbled.await(10, TimeUnit.SECONDS));
        HealthResult result = stumbling.check(time.now());
        assertEquals(HealthStatus.CRITICAL, result.status());
        assertTrue(result.message().contains("Java heap space"), result.message());
        stumbling.stop();
        assertTrue(dimmer.closed);
    }

    @Test
    void anInterruptThatADimmerLeavesBehindIsNotTheEnd() throws InterruptedException {
        dimmer.interrupts = true;
        worker.start();
        worker.set(HALF);
        assertEquals(HALF, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.set(LightLevel.FULL);
        assertEquals(LightLevel.FULL, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.set(HALF);
        assertEquals(HALF, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.stop();
        assertTrue(dimmer.closed);
    }

    @Test
    void letsTheDimmerDoItsOwnThings() throws InterruptedException {
        worker.start();
        assertTrue(dimmer.active);
        worker.stop();
        assertFalse(dimmer.active);
    }

    @Test
    void leavesTheLampAsItIsWhenItStops() throws InterruptedException {
        worker.start();
        worker.set(HALF);
        assertEquals(HALF, dimmer.told.poll(10, TimeUnit.SECONDS));
        worker.stop();
        assertTrue(dimmer.closed);
        assertFalse(dimmer.active);
        assertTrue(dimmer.told.isEmpty());
    }
}
