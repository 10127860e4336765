package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationHealthTest {

    private static final String A = "smartpole.a";
    private static final String B = "smartpole.b";

    @TempDir
    Path folder;

    private TestPole pole;
    private FakeConfigAdmin admin;
    private CheckedConfigurations configurations;
    private ConfigurationHealth health;

    @BeforeEach
    void start() {
        pole = new TestPole(folder);
        pole.concerns.remove(TestPole.LAMP);
        admin = pole.admin;
        configurations = new CheckedConfigurations(pole.ledger, pole.time, pole.known);
        health = new ConfigurationHealth(configurations, pole.ledger);
    }

    @Test
    void nothingStoredIsFine() {
        assertEquals(HealthResult.ok("all values of 2 concerns are valid"), health.check());
    }

    @Test
    void validValuesAndOtherPeoplesPropertiesAreFine() {
        admin.put(A, Map.of("interval", 30, "note.of.others", "x"));
        pole.lookElsewhere();
        assertEquals(HealthStatus.OK, health.check().status());
    }

    @Test
    void aValueStoredPastTheChecksIsNamedWithWhatIsExpected() {
        admin.put(A, Map.of("interval", 1000));
        pole.lookElsewhere();
        HealthResult result = health.check();
        assertEquals(HealthStatus.WARN, result.status());
        assertEquals(
                "refused, the last good values are in effect:"
                        + " smartpole.a interval must be a whole number from 1 to 900 s, but is 1000",
                result.message());
        assertEquals("set the named keys to what is expected", result.action());
    }

    @Test
    void ofWhatWasTakenBackTheLatestIsNamedFirst() {
        for (int i = 0; i < 5; i++) {
            pole.concerns.put("smartpole.x" + i, TestConcerns.test("smartpole.x" + i));
            admin.put("smartpole.x" + i, Map.of("interval", 1000));
            pole.lookElsewhere();
        }
        String message = health.check().message();
        assertTrue(message.startsWith("refused, the last good values are in effect: smartpole.x4 interval"), message);
        assertTrue(message.endsWith("; and 2 more"), message);
    }

    @Test
    void itIsFineAgainOnceItIsMended() {
        admin.put(A, Map.of("interval", 1000));
        pole.lookElsewhere();
        assertEquals(HealthStatus.WARN, health.check().status());
        admin.put(A, Map.of("interval", 10));
        pole.lookElsewhere();
        assertEquals(HealthStatus.OK, health.check().status());
    }

    @Test
    void valuesThatDoNotFitEachOtherAreNamed() {
        configurations.rules = List.of(change -> change.pid().equals(B)
                ? List.of(new ConfigurationProblem(B, "latitude", "51", "must fit the longitude"))
                : List.of());
        assertEquals(
                "smartpole.b latitude must fit the longitude, but is 51",
                health.check().message());
    }

    @Test
    void ofManyProblemsThreeAreNamedAndTheOthersCounted() {
        admin.put(A, Map.of("interval", 1000, "latitude", 1000, "seed", "x"));
        admin.put(B, Map.of("interval", 0, "latitude", -1000));
        pole.lookElsewhere();
        String message = health.check().message();
        assertTrue(message.endsWith("; and 2 more"), message);
        assertEquals(4, message.split(";").length, message);
    }

    @Test
    void anUnreadableStoreIsToldAndNotThrown() {
        admin.unreadable = true;
        pole.lookElsewhere();
        HealthResult result = health.check();
        assertEquals(HealthStatus.WARN, result.status());
        assertEquals("the stored configuration cannot be read: disk gone", result.message());
        admin.unreadable = false;
        pole.pass(61);
        pole.lookElsewhere();
        assertEquals(HealthStatus.OK, health.check().status());
    }

    @Test
    void itAnswersWhileSomebodysChangeHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch mended = new CountDownLatch(1);
        configurations.rules = List.of(change -> {
            if (Thread.currentThread().getName().equals("changes")) {
                hangs.countDown();
                assertTrue(await(mended));
            }
            return List.of();
        });
        Thread changes =
                new Thread(() -> configurations.apply(Map.of(A, Map.of("interval", 6)), Origin.ON_SITE), "changes");
        changes.start();
        assertTrue(await(hangs));
        try {
            assertEquals(
                    HealthStatus.OK,
                    CompletableFuture.supplyAsync(health::check)
                            .get(10, TimeUnit.SECONDS)
                            .status());
        } finally {
            mended.countDown();
            changes.join();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRejectedRevisionIsThePlatformsMatterAndDriftIsNoFault() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        pole.applyOnSite(A, Map.of("interval", 6));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 1000))));

        HealthResult result = health.check();

        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().contains("revision 2: rejected"), result.message());
        assertTrue(result.message().endsWith("changed at the pole: 1"), result.message());
    }

    @Test
    void whatWasRolledBackNeedsSomebodyUntilANewerRevisionCounts() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), Duration.ofSeconds(60)));
        pole.gateway = new Surroundings(Map.of("lamp", "the lamp is dark"), true, true, true);
        pole.pass(20);
        pole.gateway = TestPole.WELL;

        assertEquals(HealthStatus.WARN, health.check().status());
        assertEquals(
                "the platform's configuration was rolled back: health check 'lamp' turned critical: the lamp is dark",
                health.check().message());
        pole.desire(revision(2, Map.of(A, Map.of("interval", 1000))));
        assertEquals(HealthStatus.WARN, health.check().status(), "a rejected revision mends nothing");
        pole.desire(revision(3, Map.of(A, Map.of("interval", 7)), Duration.ofSeconds(60)));
        assertEquals(HealthStatus.WARN, health.check().status(), "it does not count yet");
        pole.pass(61);
        assertEquals(HealthStatus.OK, health.check().status());
    }

    @Test
    void aJournalThatCannotBeWrittenIsToldUntilItCan() {
        pole.diskFault = new IOException("No space left on device");
        pole.applyOnSite(A, Map.of("interval", 6));
        assertEquals(
                HealthResult.warn(
                        "the journal of the configuration cannot be written: No space left on device",
                        "check the disk and its free space; then push the configuration in a newer revision"),
                health.check());
        pole.diskFault = null;
        pole.pass(1);
        assertEquals(HealthStatus.OK, health.check().status());
    }
}
