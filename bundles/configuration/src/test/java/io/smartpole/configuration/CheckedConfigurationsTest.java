package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationResult.Applied;
import io.smartpole.core.config.ConfigurationResult.Failed;
import io.smartpole.core.config.ConfigurationResult.Rejected;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.ConfigurationEvent;

class CheckedConfigurationsTest {

    private static final String A = "smartpole.a";
    private static final String B = "smartpole.b";

    @TempDir
    Path folder;

    private TestPole pole;
    private FakeConfigAdmin admin;
    private CheckedConfigurations configurations;

    @BeforeEach
    void start() {
        pole = new TestPole(folder);
        pole.concerns.remove(TestPole.LAMP);
        admin = pole.admin;
        configurations = new CheckedConfigurations(pole.ledger, pole.time, pole.known);
    }

    @Test
    void storesTheTypesOfTheMetatypeAndKeepsWhatIsNotNamed() {
        admin.put(A, Map.of("interval", 30, "note.of.others", "x"));

        assertEquals(
                new Applied(List.of(A)),
                apply(A, Map.of("seed", 7, "latitude", 51, "on", false, "faults", List.of("x", "y,z"))));

        assertEquals(30, admin.get(A, "interval"));
        assertEquals("x", admin.get(A, "note.of.others"));
        assertEquals(7L, admin.get(A, "seed"));
        assertEquals(51.0, admin.get(A, "latitude"));
        assertEquals(false, admin.get(A, "on"));
        assertArrayEquals(new String[] {"x", "y,z"}, assertInstanceOf(String[].class, admin.get(A, "faults")));
        assertNull(admin.get(A, "name"), "what has its default is not stored, so that it follows a newer default");
    }

    @Test
    void anUnknownPidIsNamedWithThoseThatThereAre() {
        assertEquals(
                new ConfigurationProblem("smartpole.c", "", "unknown", "must be one of smartpole.a, smartpole.b"),
                problem("smartpole.c", Map.of("interval", 5)));
    }

    @Test
    void anotherVendorsPidIsUnknownEvenWhenItHasAConfiguration() {
        admin.put("org.apache.felix.http", Map.of("port", 8080));
        assertEquals(
                "unknown", problem("org.apache.felix.http", Map.of("port", 1)).given());
    }

    @Test
    void anUnknownKeyIsNamed() {
        ConfigurationProblem problem = problem(A, Map.of("Interval", 5));
        assertEquals("Interval", problem.key());
        assertTrue(problem.expected().contains("interval"), problem.message());
    }

    @Test
    void aWrongValueIsNamedInPlainWords() {
        ConfigurationProblem problem = problem(A, Map.of("interval", 1000));
        assertEquals(
                new ConfigurationProblem(A, "interval", "1000", "must be a whole number from 1 to 900 s"), problem);
        assertEquals("smartpole.a interval must be a whole number from 1 to 900 s, but is 1000", problem.message());
    }

    @Test
    void whatIsRequiredCannotBeEmptied() {
        ConfigurationProblem problem = problem(A, Map.of("name", ""));
        assertEquals("name", problem.key());
        assertEquals("nothing", problem.given());
    }

    @Test
    void aConcernWithoutKeysIsRefusedAndNotAnError() {
        ConfigurationResult result = configurations.apply(Collections.singletonMap(A, null), Origin.PLATFORM);
        assertEquals(1, assertInstanceOf(Rejected.class, result).problems().size());
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        ConfigurationResult result = configurations.apply(
                Map.of(A, Map.of("interval", 0, "phase", "L9"), B, Map.of("on", "yes"), "smartpole.c", Map.of()),
                Origin.PLATFORM);
        assertEquals(
                List.of("smartpole.a phase", "smartpole.a interval", "smartpole.b on", "smartpole.c "),
                assertInstanceOf(Rejected.class, result).problems().stream()
                        .map(problem -> problem.pid() + " " + problem.key())
                        .toList());
    }

    @Test
    void aWrongSecondConcernLeavesTheFirstUntouched() {
        ConfigurationResult result =
                configurations.apply(Map.of(A, Map.of("interval", 5), B, Map.of("interval", 0)), Origin.PLATFORM);
        assertInstanceOf(Rejected.class, result);
        assertEquals(List.of(), admin.writes);
    }

    @Test
    void anAnswerDoesNotGrowWithTheNumberOfMistakes() {
        Map<String, Object> mistakes = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            mistakes.put("k".repeat(200) + i, i);
        }
        Rejected rejected = assertInstanceOf(Rejected.class, apply(A, mistakes));
        assertEquals(Examination.MOST_PROBLEMS, rejected.problems().size());
        rejected.problems().forEach(problem -> assertTrue(problem.message().length() < 400, problem.message()));
    }

    @Test
    void nullResetsToTheDefault() {
        admin.put(A, Map.of("interval", 30, "seed", 7L));

        assertEquals(new Applied(List.of(A)), apply(A, Collections.singletonMap("interval", null)));

        assertNull(admin.get(A, "interval"));
        assertEquals(7L, admin.get(A, "seed"));
        assertEquals(60, effective(A, "interval"));
    }

    @Test
    void whatIsSoAlreadyIsNotWritten() {
        admin.put(A, Map.of("interval", 30, "faults", new String[] {"x"}));
        admin.put(B, Map.of("interval", 30));

        ConfigurationResult result = configurations.apply(
                Map.of(A, Map.of("interval", 30.0, "faults", List.of("x")), B, Map.of("interval", 31)),
                Origin.PLATFORM);

        assertEquals(new Applied(List.of(B)), result);
        assertEquals(List.of(B), admin.writes);
    }

    @Test
    void resettingWhatWasNeverSetWritesNothing() {
        assertEquals(new Applied(List.of()), apply(A, Collections.singletonMap("interval", null)));
        assertEquals(List.of(), admin.writes);
    }

    @Test
    void aValueThatWasStoredPastTheChecksIsTakenBackBeforeAnythingIsChanged() {
        admin.put(A, Map.of("interval", 5000));

        assertEquals(new Applied(List.of(A)), apply(A, Map.of("seed", 7)));

        assertNull(admin.get(A, "interval"));
        assertEquals(60, effective(A, "interval"));
        assertEquals(
                List.of(new ConfigurationProblem(A, "interval", "5000", "must be a whole number from 1 to 900 s")),
                configurations.report().refused());
    }

    @Test
    void namesAreStoredOnceWhateverTheirCase() {
        admin.put(A, Map.of("INTERVAL", 30));

        assertEquals(30, effective(A, "interval"));
        apply(A, Map.of("interval", 31));

        assertEquals(31, effective(A, "interval"));
        assertEquals(
                1,
                Collections.list(admin.properties(A).keys()).stream()
                        .filter("interval"::equalsIgnoreCase)
                        .count());
    }

    @Test
    void whenTheSecondCannotBeStoredTheFirstGetsBackWhatItHad() {
        admin.put(A, Map.of("interval", 30));
        admin.put(B, Map.of("interval", 40));
        admin.failing.add(2);

        ConfigurationResult result =
                configurations.apply(Map.of(A, Map.of("interval", 5), B, Map.of("interval", 6)), Origin.PLATFORM);

        assertEquals(
                "smartpole.b could not be stored (No space left on device); nothing is changed",
                assertInstanceOf(Failed.class, result).reason());
        assertEquals(30, admin.get(A, "interval"));
        assertEquals(40, admin.get(B, "interval"));
        assertEquals(List.of(A, B, B, A), admin.writes);
    }

    @Test
    void whatHadNoConfigurationHasNoneAfterAFailure() {
        admin.failing.add(2);
        configurations.apply(Map.of(A, Map.of("interval", 5), B, Map.of("interval", 6)), Origin.PLATFORM);
        assertEquals(Map.of(), admin.stored);
    }

    @Test
    void whatCannotBePutBackIsNamed() {
        admin.put(A, Map.of("interval", 30));
        admin.put(B, Map.of("interval", 40));
        admin.failing.addAll(List.of(2, 3, 4));

        ConfigurationResult result =
                configurations.apply(Map.of(A, Map.of("interval", 5), B, Map.of("interval", 6)), Origin.PLATFORM);

        String reason = assertInstanceOf(Failed.class, result).reason();
        assertTrue(reason.contains("uncertain whether [smartpole.b, smartpole.a]"), reason);
    }

    @Test
    void aStoreThatCannotBeReadIsAFailureAndNotAnException() {
        admin.unreadable = true;
        assertInstanceOf(Failed.class, apply(A, Map.of("interval", 5)));
        assertThrows(UncheckedIOException.class, configurations::effective);
    }

    @Test
    void secretsAreStoredButNeverReturned() {
        apply(A, Map.of("password", "opensesame"));

        assertEquals("opensesame", admin.get(A, "password"));
        assertFalse(configurations.effective().toString().contains("opensesame"));
        assertNull(effective(A, "password"));
        assertFalse(problem(A, Map.of("password", "opensesame opensesame"))
                .message()
                .contains("opensesame"));
    }

    @Test
    void aStoredSecretIsLeftAloneWhenSomethingElseIsSet() {
        admin.put(A, Map.of("password", "opensesame"));

        assertEquals(new Applied(List.of(A)), apply(A, Map.of("interval", 5)));
        assertEquals("opensesame", admin.get(A, "password"));
    }

    @Test
    void aRuleSeesTypedValuesAndItsVerdictStopsAll() {
        admin.put(A, Map.of("interval", 30));
        pole.lookElsewhere();
        List<ConfigurationChange> asked = new ArrayList<>();
        configurations.rules = List.of(change -> {
            asked.add(change);
            return change.pid().equals(A)
                    ? List.of(new ConfigurationProblem(A, "interval", "5", "must not be shorter from afar"))
                    : List.of();
        });

        ConfigurationResult result =
                configurations.apply(Map.of(A, Map.of("interval", 5L), B, Map.of("seed", 1)), Origin.PLATFORM);

        assertEquals(1, assertInstanceOf(Rejected.class, result).problems().size());
        assertEquals(List.of(), admin.writes);
        assertEquals(List.of(A, B), asked.stream().map(ConfigurationChange::pid).toList());
        assertEquals(30, asked.get(0).present().get("interval"));
        assertEquals(5, asked.get(0).proposed().get("interval"));
        assertEquals("L1", asked.get(0).proposed().get("phase"));
        assertEquals(Origin.PLATFORM, asked.get(0).origin());
    }

    @Test
    void aRuleIsNotAskedAboutValuesThatAreWrongInThemselves() {
        configurations.rules = List.of(change -> {
            throw new AssertionError("asked");
        });
        assertEquals("interval", problem(A, Map.of("interval", 0)).key());
    }

    @Test
    @Timeout(10)
    void oneChangeWaitsForTheOther() throws InterruptedException {
        List<Object> presentIntervals = Collections.synchronizedList(new ArrayList<>());
        Thread second = new Thread(() -> apply(A, Map.of("interval", 2)));
        configurations.rules = List.of(change -> {
            presentIntervals.add(change.present().get("interval"));
            if (presentIntervals.size() == 1) {
                second.start();
                while (second.getState() != Thread.State.BLOCKED && second.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            return List.of();
        });

        apply(A, Map.of("interval", 1));
        second.join();

        assertEquals(List.of(60, 1), presentIntervals);
        assertEquals(2, admin.get(A, "interval"));
    }

    @Test
    void theFingerprintChangesWithEveryValueButSecrets() {
        String before = configurations.fingerprint();
        assertTrue(before.matches("[0-9a-f]{64}"), before);

        apply(A, Map.of("password", "opensesame"));
        assertEquals(before, configurations.fingerprint());
        apply(A, Map.of("interval", 60));
        assertEquals(before, configurations.fingerprint(), "a default that is set is the same value");
        apply(A, Map.of("faults", List.of("a", "b")));
        String two = configurations.fingerprint();
        apply(A, Map.of("faults", List.of("a, b")));
        assertEquals(
                3,
                List.of(before, two, configurations.fingerprint()).stream()
                        .distinct()
                        .count());
        apply(A, Collections.singletonMap("faults", null));
        assertEquals(before, configurations.fingerprint());
        apply(B, Map.of("interval", 61));
        assertNotEquals(before, configurations.fingerprint());
    }

    @Test
    @Timeout(10)
    void everyListenerIsToldTheLatestAtOnceAndWhatBecomesOfARevision() throws InterruptedException {
        BlockingQueue<ConfigurationReport> told = new LinkedBlockingQueue<>();
        configurations.start();
        configurations.addListener(told::add);
        assertEquals(0, told.take().revision());

        configurations.desire(revision(1, Map.of(A, Map.of("interval", 5))));

        assertEquals(
                new ConfigurationReport(
                        1,
                        Outcome.APPLIED,
                        "applied, 1 value is changed",
                        FakeTime.START,
                        List.of(),
                        configurations.fingerprint(),
                        List.of(),
                        List.of()),
                told.take());
        configurations.stop();
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheOthersFromBeingToldNorIsAnyToldTwice() {
        List<ConfigurationReport> told = new ArrayList<>();
        configurations.addListener(report -> {
            throw new IllegalStateException("broken");
        });
        configurations.addListener(told::add);
        configurations.step();
        configurations.step();
        assertEquals(1, told.size());
    }

    @Test
    void whatSomebodyChangesPastTheDoorIsTakenInOnceItIsQuiet() {
        configurations.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        pole.time.pass(CheckedConfigurations.QUIET);
        configurations.step();
        admin.put(A, Map.of("interval", 6));
        event("smartpole.a");
        pole.time.pass(Duration.ofSeconds(1));
        event("smartpole.a");
        pole.time.pass(Duration.ofSeconds(1));
        configurations.step();
        assertEquals(List.of(), configurations.report().drift());

        pole.time.pass(Duration.ofSeconds(1));
        configurations.step();

        assertEquals(
                List.of(new Drift(A, "interval", "5", "6")),
                configurations.report().drift());
        assertEquals("elsewhere", configurations.history().get(0).by());
    }

    @Test
    void somebodyWhoNeverStopsUpdatingDoesNotKeepAWrongValueInEffect() {
        pole.time.pass(CheckedConfigurations.QUIET);
        configurations.step();
        admin.put(A, Map.of("interval", 901));
        for (int second = 0; second < 31; second++) {
            event("smartpole.b");
            pole.time.pass(Duration.ofSeconds(1));
            configurations.step();
        }
        assertNull(admin.get(A, "interval"));
        assertEquals(1, configurations.report().refused().size());
    }

    @Test
    void otherPeoplesConfigurationIsNoneOfItsBusiness() {
        pole.time.pass(CheckedConfigurations.QUIET);
        configurations.step();
        admin.put(A, Map.of("interval", 6));
        event("org.apache.felix.http");
        pole.time.pass(CheckedConfigurations.QUIET);
        configurations.step();
        assertEquals(List.of(), configurations.history());
    }

    private void event(String pid) {
        ConfigurationEvent event = mock(ConfigurationEvent.class);
        when(event.getPid()).thenReturn(pid);
        configurations.configurationEvent(event);
    }

    @Test
    void aCheckThatTurnsCriticalIsSeenThroughTheGatewaysHealth() {
        configurations.desire(revision(1, Map.of(A, Map.of("interval", 5)), Duration.ofSeconds(60)));
        configurations.health = () -> new HealthReport(
                HealthStatus.CRITICAL,
                null,
                List.of(
                        new HealthReport.Check("lamp", HealthResult.critical("it is dark", "go there"), null, null),
                        new HealthReport.Check("disk", HealthResult.warn("it is full", "go there"), null, null)),
                null);
        for (int i = 0; i < 12; i++) {
            pole.time.pass(Duration.ofSeconds(1));
            configurations.step();
        }
        assertEquals(Outcome.ROLLED_BACK, configurations.report().outcome());
        assertEquals(60, effective(A, "interval"));
    }

    @Test
    void aRevisionThatCutsThePoleOffIsSeenThroughTheOutbox() {
        Outbox outbox = mock(Outbox.class);
        LinkFigures figures = mock(LinkFigures.class);
        List<EndpointStatus> endpoints = List.of(new EndpointStatus("cloud1", "ssl://x", true, "", null));
        when(outbox.status()).thenReturn(new LinkStatus(true, "cloud1", "n", null, figures, endpoints));
        configurations.outbox = outbox;
        configurations.desire(revision(1, Map.of(A, Map.of("interval", 5)), Duration.ofSeconds(20)));
        when(outbox.status()).thenReturn(new LinkStatus(false, "", "n", null, figures, List.of()));
        for (int i = 0; i < 13; i++) {
            pole.time.pass(Duration.ofSeconds(1));
            configurations.step();
        }
        assertEquals(Outcome.ROLLED_BACK, configurations.report().outcome());
    }

    @Test
    void aLocalBrokerIsNotThePlatformWhereACloudIsConfigured() {
        assertTrue(connected(endpoint("cloud1", true), endpoint("local1", false)));
        assertFalse(connected(endpoint("cloud1", false), endpoint("local1", true)));
        assertTrue(connected(endpoint("local1", true)));
        assertFalse(connected(endpoint("cloud1", false)));
    }

    private static EndpointStatus endpoint(String name, boolean active) {
        return new EndpointStatus(name, "ssl://x", active, "", null);
    }

    private boolean connected(EndpointStatus... endpoints) {
        Outbox outbox = mock(Outbox.class);
        String inUse = Stream.of(endpoints)
                .filter(EndpointStatus::active)
                .map(EndpointStatus::name)
                .findFirst()
                .orElse("");
        when(outbox.status())
                .thenReturn(new LinkStatus(
                        !inUse.isEmpty(), inUse, "n", null, mock(LinkFigures.class), List.of(endpoints)));
        return Surroundings.of(null, outbox, pole.time.now()).connected();
    }

    private ConfigurationResult apply(String pid, Map<String, Object> values) {
        return configurations.apply(Map.of(pid, values), Origin.PLATFORM);
    }

    private ConfigurationProblem problem(String pid, Map<String, Object> values) {
        Rejected rejected = assertInstanceOf(Rejected.class, apply(pid, values));
        assertEquals(1, rejected.problems().size(), rejected.toString());
        return rejected.problems().get(0);
    }

    private @Nullable Object effective(String pid, String key) {
        return Objects.requireNonNull(configurations.effective().get(pid)).get(key);
    }
}
