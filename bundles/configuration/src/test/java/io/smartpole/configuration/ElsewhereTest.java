package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.A;
import static io.smartpole.configuration.TestPole.B;
import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set past the door meets the same checks, wherever the gateway runs. */
class ElsewhereTest {

    private static final String INTERVAL = "must be a whole number from 1 to 900 s";

    @TempDir
    Path folder;

    private TestPole pole;

    @BeforeEach
    void start() {
        pole = new TestPole(folder);
        set(A, Map.of("interval", 10, "phase", "L2", "name", "old", "faults", new String[] {"x"}));
        assertEquals(List.of(), refused());
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                Arguments.of("interval", 901, "901", INTERVAL, 10),
                Arguments.of("interval", "60", "'60'", INTERVAL, 10),
                Arguments.of("interval", 1.5, "1.5", INTERVAL, 10),
                Arguments.of("phase", "L9", "'L9'", "must be one of L1, L2", "L2"),
                Arguments.of(
                        "name", "", "nothing", "must be text of 1 to 8 characters, without control characters", "old"),
                Arguments.of("on", "yes", "'yes'", "must be true or false", null),
                Arguments.of(
                        "pair",
                        new Integer[] {1, 2, 3},
                        "[1, 2, 3]",
                        "must be a list of at most 2 entries, each a whole number from 0 to 100 %",
                        null),
                Arguments.of(
                        "password",
                        "opensesame opensesame",
                        "(secret)",
                        "must be text of at most 12 characters, without control characters",
                        null));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("wrongValues")
    void aWrongValueIsTakenBackAndToldAndTheRightOneBesideItStays(
            String key, Object value, String given, String expected, @Nullable Object good) {
        change(A, Map.of(key, value, "seed", 9L));

        assertEquals(good, pole.value(A, key));
        assertEquals(9L, pole.value(A, "seed"));
        assertEquals(List.of(new ConfigurationProblem(A, key, given, expected)), refused());
        pole.restart();
        assertEquals(good, pole.value(A, key));
        assertEquals(1, refused().size(), "it is remembered");
    }

    @Test
    void onlyTheRightPartIsHistory() {
        change(A, Map.of("interval", 901, "seed", 9L));
        assertEquals(
                List.of("seed"),
                pole.ledger.book().history().get(0).changes().stream()
                        .map(change -> change.key())
                        .toList());
        int changes = pole.ledger.book().history().size();
        change(A, Map.of("interval", 902));
        assertEquals(changes, pole.ledger.book().history().size());
        assertEquals(List.of(new ConfigurationProblem(A, "interval", "902", INTERVAL)), refused(), "the latest counts");
    }

    @Test
    void whatDoesNotFitTogetherIsTakenBackAsAWholeAndTheOtherConcernsChangeStays() {
        pole.rules = List.of(notSeven());
        pole.admin.put(B, Map.of("interval", 8));
        change(A, Map.of("interval", 7, "seed", 9L, "phase", "L1"));

        assertEquals(10, pole.value(A, "interval"));
        assertNull(pole.value(A, "seed"));
        assertEquals("L2", pole.value(A, "phase"));
        assertArrayEquals(new String[] {"x"}, (Object[]) pole.value(A, "faults"));
        assertEquals(8, pole.value(B, "interval"));
        assertEquals(List.of(new ConfigurationProblem(A, "interval", "7", "must not be seven")), refused());
        change(A, Map.of("seed", 9L));
        assertEquals(List.of(), refused(), "whatever sets that concern right, mends it");
    }

    @Test
    void whatDidNotFitBeforeEitherStaysSinceThereIsNothingGoodToGoBackTo() {
        change(A, Map.of("interval", 7));
        pole.rules = List.of(notSeven());
        change(A, Map.of("seed", 9L));
        assertEquals(9L, pole.value(A, "seed"));
        assertEquals(List.of(), refused());
    }

    @Test
    void whoeverSetsSomethingPastTheDoorIsAtThePole() {
        List<Origin> origins = new ArrayList<>();
        pole.rules = List.of(change -> {
            origins.add(change.origin());
            return List.of();
        });
        change(A, Map.of("interval", 11));
        assertEquals(List.of(Origin.ON_SITE), origins);
    }

    private static ConfigurationRule notSeven() {
        return change -> Integer.valueOf(7).equals(change.proposed().get("interval"))
                ? List.of(new ConfigurationProblem(change.pid(), "interval", "7", "must not be seven"))
                : List.of();
    }

    @Test
    void itIsToldUntilAGoodValueComesForThatKey() {
        change(A, Map.of("interval", 901));
        change(A, Map.of("seed", 9L));
        pole.applyOnSite(B, Map.of("interval", 5));
        pole.desire(revision(1, Map.of(A, Map.of("seed", 8L))));
        assertEquals(1, refused().size());
        change(A, Map.of("interval", 12));
        assertEquals(List.of(), refused());
    }

    @Test
    void settingTheSameAgainAtTheDoorMendsItToo() {
        change(A, Map.of("interval", 901));
        pole.applyOnSite(A, Map.of("interval", 10));
        assertEquals(List.of(), refused());
        pole.restart();
        assertEquals(List.of(), refused());
    }

    @Test
    void aNewerRevisionThatSetsThatKeyMendsItButARejectedOneDoesNot() {
        change(A, Map.of("interval", 901));
        pole.desire(revision(1, Map.of(A, Map.of("interval", 0))));
        assertEquals(1, refused().size());
        pole.desire(revision(2, Map.of(A, Map.of("interval", 10))));
        assertEquals(List.of(), refused());
    }

    @Test
    void atMostTwentyAreToldTheLatestOfThem() {
        for (int i = 0; i < 30; i++) {
            String pid = "smartpole.x" + i;
            pole.concerns.put(pid, TestConcerns.test(pid));
            pole.admin.put(pid, Map.of("interval", 901));
            pole.lookElsewhere();
        }
        assertEquals(Outside.MOST_REFUSED, refused().size());
        assertEquals("smartpole.x29", refused().get(Outside.MOST_REFUSED - 1).pid());
    }

    @Test
    void whoInsistsIsGivenWayForAWhileAndThatIsSaid() {
        for (int i = 0; i < Insistence.MOST_TRIES; i++) {
            change(A, Map.of("interval", 901));
            assertEquals(10, pole.value(A, "interval"));
        }
        change(A, Map.of("interval", 901));
        pole.admin.writes.clear();
        pole.lookElsewhere();
        assertEquals(901, pole.value(A, "interval"));
        assertEquals(List.of(), pole.admin.writes);
        ConfigurationHealth health =
                new ConfigurationHealth(new CheckedConfigurations(pole.ledger, pole.time, pole.known), pole.ledger);
        assertTrue(
                health.check().message().startsWith("refused, but handed in again and again: smartpole.a interval"),
                health.check().message());

        pole.time.pass(Insistence.FORGOTTEN.minus(Duration.ofSeconds(1)));
        pole.lookElsewhere();
        assertEquals(901, pole.value(A, "interval"));
        pole.time.pass(Duration.ofSeconds(1));
        pole.lookElsewhere();
        assertEquals(10, pole.value(A, "interval"));
    }

    @Test
    void whoeverSetsItRightAtTheDoorEndsTheGivingWay() {
        for (int i = 0; i <= Insistence.MOST_TRIES; i++) {
            change(A, Map.of("interval", 901));
        }
        assertEquals(901, pole.value(A, "interval"));
        pole.applyOnSite(A, Map.of("interval", 10));
        assertEquals(10, pole.value(A, "interval"), "it is told no more, so it must be gone");

        change(A, Map.of("interval", 901));
        assertEquals(901, pole.value(A, "interval"));
        pole.desire(revision(1, Map.of(A, Map.of("interval", 10))));
        assertEquals(10, pole.value(A, "interval"));
        assertEquals(List.of(), refused());
    }

    @Test
    void whatCannotBeTakenBackNowIsTakenBackWhenTheDiskAllows() {
        pole.admin.failing.add(pole.admin.writes.size() + 1);
        change(A, Map.of("interval", 901));
        assertEquals(901, pole.value(A, "interval"));
        assertEquals(1, refused().size());
        pole.pass(62);
        assertEquals(10, pole.value(A, "interval"));
        assertFalse(pole.ledger.isBehind());
    }

    @Test
    void aRemovedConfigurationIsTheDefaults() {
        pole.admin.stored.remove(A);
        pole.lookElsewhere();
        assertNull(pole.value(A, "interval"));
        assertEquals(List.of(), refused());
    }

    @Test
    void whatIsRefusedComesBackFromTheJournalAsItWas() {
        change(A, Map.of("interval", 901, "phase", "L9"));
        JsonNode first = BookJson.write(pole.ledger.book());
        assertEquals(first, BookJson.write(BookJson.read(first)));
        assertEquals(pole.ledger.book().outside(), BookJson.read(first).outside());
    }

    @Test
    void aJournalFromBeforeThereWereRefusalsIsRead() {
        JsonNode old = BookJson.write(pole.ledger.book()).without("outside");
        assertEquals(Outside.NONE, BookJson.read(old).outside());
    }

    private void set(String pid, Map<String, Object> properties) {
        pole.admin.put(pid, properties);
        pole.lookElsewhere();
    }

    /** Somebody changes some keys of what there is. */
    private void change(String pid, Map<String, Object> values) {
        pole.admin.merge(pid, values);
        pole.lookElsewhere();
    }

    private List<ConfigurationProblem> refused() {
        return pole.ledger.book().outside().refused().stream()
                .map(Refused::problem)
                .toList();
    }
}
