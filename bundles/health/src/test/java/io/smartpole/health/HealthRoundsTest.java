package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthRoundsTest {

    private final FakeTime time = new FakeTime();
    private final HealthRounds rounds = TestRounds.patient(time);
    private HealthResult lamp = HealthResult.ok("shines");

    @AfterEach
    void stop() {
        rounds.stop();
    }

    private static void add(HealthRounds to, String name, HealthCheck check) {
        to.watch(check, name, check);
    }

    private HealthReport round() throws InterruptedException {
        rounds.round();
        return rounds.report();
    }

    @Test
    void theWorstCheckIsTheHealthOfTheWhole() throws Exception {
        add(rounds, "uplink", () -> HealthResult.warn("away", "wait"));
        assertEquals(HealthStatus.WARN, round().status());
        add(rounds, "lamp", () -> HealthResult.critical("dark", "drive out"));
        add(rounds, "clock", () -> HealthResult.ok("set"));
        HealthReport report = round();
        assertEquals(HealthStatus.CRITICAL, report.status());
        assertEquals(
                "clock lamp uplink",
                String.join(
                        " ",
                        report.checks().stream().map(HealthReport.Check::name).toList()));
    }

    @Test
    void aCheckThatThrowsIsCriticalWithItsTextAndTheOthersAreAsked() throws Exception {
        add(rounds, "bad", () -> {
            throw new IllegalStateException("no bus");
        });
        add(rounds, "worse", () -> {
            throw new NoClassDefFoundError("gone");
        });
        add(rounds, "good", () -> HealthResult.ok("fine"));
        HealthReport report = round();
        assertEquals(HealthStatus.CRITICAL, report.status());
        assertTrue(report.checks().get(0).result().message().contains("no bus"));
        assertEquals("good", report.checks().get(1).name());
        assertEquals(HealthStatus.OK, report.checks().get(1).result().status());
        assertTrue(report.checks().get(2).result().message().contains("gone"));
    }

    @Test
    void aCheckThatHangsIsCriticalAndTheOthersAreAsked() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        HealthRounds impatient = TestRounds.of(time, Duration.ofMillis(1), TestRounds.desk(time), new Records(time));
        add(impatient, "stuck", () -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return HealthResult.ok("free again");
        });
        impatient.round();
        HealthReport.Check stuck = impatient.report().checks().get(0);
        assertEquals(HealthStatus.CRITICAL, stuck.result().status());

        time.pass(Duration.ofSeconds(65));
        impatient.round();
        stuck = impatient.report().checks().get(0);
        assertEquals(
                "its health check has not answered for 65 s", stuck.result().message());
        assertEquals(FakeTime.START, stuck.since());
        free.countDown();
        impatient.stop();
    }

    @Test
    void aCheckThatIsGoneIsGoneFromTheReport() throws Exception {
        HealthCheck check = () -> HealthResult.critical("dark", "drive out");
        add(rounds, "lamp", check);
        assertEquals(1, round().checks().size());
        rounds.forget(check);
        assertEquals(0, round().checks().size());
        assertEquals(HealthStatus.OK, rounds.report().status());
    }

    @Test
    void sinceIsWhenTheStatusChangedNotWhenTheMessageDid() throws Exception {
        add(rounds, "lamp", () -> lamp);
        assertEquals(FakeTime.START, round().checks().get(0).since());
        time.pass(Duration.ofMinutes(5));
        lamp = HealthResult.ok("shines still");
        assertEquals(FakeTime.START, round().checks().get(0).since());
        lamp = HealthResult.warn("flickers", "bring a lamp");
        Instant change = time.now().instant();
        assertEquals(change, round().checks().get(0).since());
        time.pass(Duration.ofMinutes(5));
        assertEquals(change, round().checks().get(0).since());
    }

    @Test
    void whileTheClockIsNotSetNoTimeIsClaimedAndAfterwardsItIsRight() throws Exception {
        add(rounds, "lamp", () -> lamp);
        time.unset();
        HealthReport report = round();
        assertNull(report.time());
        assertNull(report.checks().get(0).since());
        time.pass(Duration.ofMinutes(10));
        time.set(FakeTime.START);
        report = round();
        assertEquals(FakeTime.START, report.time());
        assertEquals(
                FakeTime.START.minus(Duration.ofMinutes(10)),
                report.checks().get(0).since());
    }

    @Test
    void whileAllThreadsAreBusyACheckWaitsItsTurnAndIsNotCalledHanging() throws Exception {
        ThreadPoolExecutor workers = HealthRounds.workers();
        CountDownLatch busy = new CountDownLatch(1);
        for (int i = 0; i < workers.getMaximumPoolSize(); i++) {
            workers.execute(() -> {
                try {
                    busy.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        Thread release = new Thread(() -> {
            while (workers.getQueue().isEmpty()) {
                Thread.onSpinWait();
            }
            busy.countDown();
        });
        release.setDaemon(true);
        release.start();
        WatchedCheck check = new WatchedCheck("lamp", () -> HealthResult.ok("shines"), Duration.ofSeconds(20));
        assertEquals(HealthResult.ok("shines"), check.ask(workers, time.now()).result());
        workers.shutdownNow();
    }
}
