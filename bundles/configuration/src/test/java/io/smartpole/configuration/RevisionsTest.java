package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.A;
import static io.smartpole.configuration.TestPole.B;
import static io.smartpole.configuration.TestPole.LAMP;
import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationRevision;
import io.smartpole.core.config.ConfigurationRevision.Change;
import io.smartpole.core.config.Configurations.Receipt;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.keys.Role;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RevisionsTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Surroundings SICK = new Surroundings(Map.of("lamp", "the lamp is dark"), true, true, true);
    private static final Surroundings OFFLINE = new Surroundings(Map.of(), true, false, true);

    @TempDir
    Path folder;

    private TestPole pole;

    @BeforeEach
    void start() {
        pole = new TestPole(folder);
        pole.admin.put(A, Map.of("interval", 10));
        pole.admin.put(B, Map.of("interval", 20));
        pole.lookElsewhere();
    }

    // What is refused

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                Arguments.of("wrong type", "interval", "60", "must be a whole number from 1 to 900 s"),
                Arguments.of("fraction", "interval", 1.5, "must be a whole number from 1 to 900 s"),
                Arguments.of("out of range", "interval", 901, "must be a whole number from 1 to 900 s"),
                Arguments.of("below range", "interval", 0, "must be a whole number from 1 to 900 s"),
                Arguments.of("not an option", "phase", "L3", "must be one of L1, L2"),
                Arguments.of("required", "name", "", "must be text of 1 to 8 characters, without control characters"),
                Arguments.of(
                        "too long",
                        "name",
                        "123456789",
                        "must be text of 1 to 8 characters, without control characters"),
                Arguments.of(
                        "control character",
                        "name",
                        "a\u0000",
                        "must be text of 1 to 8 characters, without control characters"),
                Arguments.of(
                        "list too long",
                        "pair",
                        List.of(1, 2, 3),
                        "must be a list of at most 2 entries, each a whole number from 0 to 100 %"),
                Arguments.of(
                        "no list",
                        "pair",
                        1,
                        "must be a list of at most 2 entries, each a whole number from 0 to 100 %"),
                Arguments.of(
                        "huge", "interval", new BigDecimal("1e999999999"), "must be a whole number from 1 to 900 s"),
                Arguments.of(
                        "tiny", "interval", new BigDecimal("1e-999999999"), "must be a whole number from 1 to 900 s"),
                Arguments.of(
                        "zero of many digits",
                        "interval",
                        new BigDecimal("0e-999999999"),
                        "must be a whole number from 1 to 900 s"),
                Arguments.of(
                        "negative and huge",
                        "latitude",
                        new BigDecimal("-1e999999999"),
                        "must be a number from -90 to 90 degrees north"),
                Arguments.of(
                        "60,000 digits",
                        "interval",
                        BigInteger.TEN.pow(60_000),
                        "must be a whole number from 1 to 900 s"),
                Arguments.of("not a number", "latitude", Double.NaN, "must be a number from -90 to 90 degrees north"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongValues")
    void aWrongValueIsRefusedWithWhatIsExpectedAndNothingIsChanged(
            String why, String key, Object value, String expected) {
        ConfigurationProblem problem = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> refused(revision(1, Map.of(A, Map.of(key, value), B, Map.of("seed", 3)))));
        assertEquals(A, problem.pid());
        assertEquals(key, problem.key());
        assertEquals(expected, problem.expected(), why);
        assertTrue(problem.given().length() < 100, problem.given());
    }

    @Test
    void zeroWrittenWithAnEnormousExponentIsZero() {
        assertEquals(
                Receipt.TAKEN,
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> pole.desire(revision(1, Map.of(A, Map.of("count", new BigDecimal("0e-999999999")))))));
        assertEquals(0, pole.value(A, "count"));
    }

    @Test
    void anUnknownPidIsRefused() {
        assertEquals(
                "unknown",
                refused(revision(1, Map.of("smartpole.z", Map.of("x", 1)))).given());
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertEquals(
                "an unknown key",
                refused(revision(1, Map.of(A, Map.of("Interval", 5)))).given());
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        pole.rules =
                List.of(change -> Integer.valueOf(7).equals(change.proposed().get("interval"))
                        ? List.of(new ConfigurationProblem(change.pid(), "interval", "7", "must not be seven"))
                        : List.of());
        assertEquals(
                "must not be seven",
                refused(revision(1, Map.of(B, Map.of("interval", 7)))).expected());
    }

    @Test
    void whatARuleCannotJudgeIsRefused() {
        pole.rules = List.of(change -> {
            throw new IllegalStateException("broken");
        });
        assertTrue(refused(revision(1, Map.of(B, Map.of("interval", 7))))
                .given()
                .contains("broken"));
    }

    @Test
    void aConcernOfAnotherRoleIsRefusedWithBothRoles() {
        assertEquals(
                new ConfigurationProblem(LAMP, "", "a key with role config", "must be set by a key with role lighting"),
                refused(revision(1, Map.of(LAMP, Map.of("interval", 5)))));
        DesiredConfiguration byIdentity = of(2, Map.of(A, Map.of("interval", 5)), Set.of(Role.IDENTITY), null, false);
        assertEquals(
                "must be set by a key with role config", refused(byIdentity).expected());
        DesiredConfiguration byLighting =
                of(3, Map.of(LAMP, Map.of("interval", 5)), Set.of(Role.LIGHTING), null, false);
        assertEquals(Receipt.TAKEN, pole.desire(byLighting));
        assertEquals(5, pole.value(LAMP, "interval"));
    }

    @Test
    void ofAThousandMistakesTwentyAreNamed() {
        Map<String, Object> mistakes = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            mistakes.put("k" + i, i);
        }
        pole.desire(revision(1, Map.of(A, mistakes)));
        assertEquals(20, pole.verdict().errors().size());
        assertTrue(
                pole.verdict().message().endsWith("; and 999 more"),
                pole.verdict().message());
    }

    @Test
    void aRejectedRevisionIsTakenAndRemembered() {
        refused(revision(5, Map.of(A, Map.of("interval", 0))));
        assertEquals(Receipt.KNOWN, pole.desire(revision(5, Map.of(A, Map.of("interval", 0)))));
        assertEquals(Receipt.OLD, pole.desire(revision(4, Map.of(A, Map.of("interval", 5)))));
        pole.cutPower();
        assertEquals(Receipt.OLD, pole.desire(revision(4, Map.of(A, Map.of("interval", 5)))));
        assertEquals(
                new ConfigurationRevision(5, "city", FakeTime.START, Outcome.REJECTED, List.of()),
                pole.ledger.book().history().get(0));
    }

    @Test
    void theSameRevisionWithOtherContentIsOld() {
        pole.desire(revision(5, Map.of(A, Map.of("interval", 6))));
        DesiredConfiguration other = new DesiredConfiguration(
                5,
                "another",
                "city",
                Set.of(Role.CONFIG),
                Map.of(A, Map.of("interval", 7)),
                null,
                Duration.ZERO,
                false);
        assertEquals(Receipt.OLD, pole.desire(other));
        assertEquals(6, pole.value(A, "interval"));
    }

    // What is applied

    @Test
    void aRightRevisionIsAppliedAndRemembered() {
        assertEquals(Receipt.TAKEN, pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "password", "pw")))));
        assertEquals(5, pole.value(A, "interval"));
        assertEquals("pw", pole.value(A, "password"));
        assertEquals(
                new Verdict(1, Stage.APPLIED, "applied, 2 values are changed", FakeTime.START, List.of()),
                pole.verdict());
        assertEquals(
                new ConfigurationRevision(
                        1,
                        "city",
                        FakeTime.START,
                        Outcome.APPLIED,
                        List.of(
                                new Change(A, "interval", "10", "5"),
                                new Change(A, "password", "nothing", "(secret)"))),
                pole.ledger.book().history().get(0));
    }

    @Test
    void whatIsSoAlreadyIsAppliedWithoutProbationAndWithoutAWrite() {
        pole.admin.writes.clear();
        pole.desire(revision(1, Map.of(A, Map.of("interval", 10.0)), MINUTE));
        assertEquals(Stage.APPLIED, pole.verdict().stage());
        assertEquals(List.of(), pole.admin.writes);
    }

    @Test
    void ofManyChangesTheLatestTwentyAreRemembered() {
        for (int i = 1; i <= 30; i++) {
            pole.desire(revision(i, Map.of(A, Map.of("interval", 100 + i))));
        }
        pole.cutPower();
        List<ConfigurationRevision> history = pole.ledger.book().history();
        assertEquals(20, history.size());
        assertEquals(30, history.get(0).revision());
        assertEquals(11, history.get(19).revision());
    }

    @Test
    void whileTheClockIsNotTrustedNoTimeIsTold() {
        pole.time.unset();
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        assertNull(pole.verdict().time());
    }

    // Local changes

    @Test
    void aLocalChangeIsKeptToldAsDriftAndRemembered() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "seed", 3, "password", "theirs"))));
        pole.applyOnSite(A, Map.of("interval", 6, "password", "ours"));

        pole.desire(revision(2, Map.of(A, Map.of("interval", 5, "seed", 4, "password", "theirs"))));

        assertEquals(6, pole.value(A, "interval"));
        assertEquals(4L, pole.value(A, "seed"));
        assertEquals("ours", pole.value(A, "password"));
        assertEquals(
                Set.of(new Drift(A, "interval", "5", "6"), new Drift(A, "password", "(secret)", "(secret)")),
                Set.copyOf(pole.drift()));
        ConfigurationRevision local = pole.ledger.book().history().get(1);
        assertEquals(0, local.revision());
        assertEquals("console", local.by());
        assertTrue(local.changes().contains(new Change(A, "interval", "5", "6")));
    }

    @Test
    void theWordOfThePlatformHoldsWhenItSaysSomethingNewOrOverrules() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        pole.applyOnSite(A, Map.of("interval", 6));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 7))));
        assertEquals(7, pole.value(A, "interval"));
        pole.applyOnSite(A, Map.of("interval", 6));
        pole.desire(of(3, Map.of(A, Map.of("interval", 7)), Set.of(Role.CONFIG), null, true));
        assertEquals(7, pole.value(A, "interval"));
        assertEquals(List.of(), pole.drift());
    }

    @Test
    void whatIsNotNamedAnyMoreKeepsItsValueAndIsNoDrift() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "seed", 3))));
        pole.applyOnSite(A, Map.of("interval", 6));
        pole.desire(revision(2, Map.of(A, Map.of("seed", 3))));
        assertEquals(6, pole.value(A, "interval"));
        assertEquals(List.of(), pole.drift());
    }

    @Test
    void theDefaultIsAWishLikeAnyOther() {
        pole.desire(revision(1, Map.of(A, Collections.singletonMap("interval", null))));
        assertNull(pole.value(A, "interval"));
        pole.applyOnSite(A, Map.of("interval", 6));
        pole.desire(revision(2, Map.of(A, Collections.singletonMap("interval", null))));
        assertEquals(6, pole.value(A, "interval"));
        assertEquals(List.of(new Drift(A, "interval", "60", "6")), pole.drift());
    }

    @Test
    void aLocalValueThatIsNotValidIsReplacedAndNotKept() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        pole.admin.put(A, Map.of("interval", 5000));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 5))));
        assertEquals(5, pole.value(A, "interval"));
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void whatWasChangedPastTheDoorSurvivesAPowerCutOnceItIsTakenIn() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        pole.admin.sync();
        pole.admin.put(A, Map.of("interval", 6, "note.of.others", "x"));
        pole.lookElsewhere();
        pole.admin.stored.clear();
        pole.cutPower();

        assertEquals(6, pole.value(A, "interval"));
        assertEquals("x", pole.value(A, "note.of.others"));
        assertEquals(List.of(new Drift(A, "interval", "5", "6")), pole.drift());
        assertEquals("elsewhere", pole.ledger.book().history().get(0).by());
    }

    @Test
    void whatBeginsAfterTheRestoringMayStillForceItsValues() {
        pole.applyOnSite(A, Map.of("interval", 5));
        pole.restart();
        pole.admin.put(A, Map.of("interval", 77)); // as the Configurator does with policy force
        pole.lookElsewhere();
        pole.restart();
        assertEquals(77, pole.value(A, "interval"));
    }

    @Test
    void aConfigurationThatSomebodyDeletedStaysDeleted() {
        pole.admin.stored.remove(B);
        pole.lookElsewhere();
        pole.restart();
        assertFalse(pole.admin.stored.containsKey(B));
    }

    @Test
    void duringProbationNobodyChangesAnythingAtThePole() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(15);
        ConfigurationResult.Rejected rejected =
                assertInstanceOf(ConfigurationResult.Rejected.class, pole.applyOnSite(B, Map.of("interval", 6)));
        assertEquals(
                "smartpole.b must stay as it is while revision 1 of the platform is on probation, for another 45 s,"
                        + " but is to be changed now",
                rejected.problems().get(0).message());
        assertEquals(20, pole.value(B, "interval"));
        assertEquals(new ConfigurationResult.Applied(List.of()), pole.applyOnSite(B, Map.of("interval", 20)));
        pole.pass(46);
        assertInstanceOf(ConfigurationResult.Applied.class, pole.applyOnSite(B, Map.of("interval", 6)));
    }

    // A time that is yet to come

    @Test
    void aRevisionWaitsForItsTimeAlsoOverAPowerCut() {
        DesiredConfiguration later = at(1, 5, FakeTime.START.plusSeconds(30));
        assertEquals(Receipt.TAKEN, pole.desire(later));
        assertEquals(Stage.WAITING, pole.verdict().stage());
        assertEquals(
                "right, and waits until 2026-11-21T20:00:30Z", pole.verdict().message());
        pole.cutPower();
        pole.pass(29);
        assertEquals(10, pole.value(A, "interval"));
        pole.pass(1);
        assertEquals(5, pole.value(A, "interval"));
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void itWaitsUntilTheClockIsTrusted() {
        pole.time.unset();
        pole.desire(at(1, 5, FakeTime.START));
        assertEquals(
                "right, and waits until 2026-11-21T20:00:00Z and the clock is set",
                pole.verdict().message());
        pole.pass(5);
        assertEquals(Stage.WAITING, pole.verdict().stage());
        pole.time.set(FakeTime.START);
        pole.pass(1);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void justAfterAStartItWaitsForThoseWhoKnowTheRules() {
        pole.desire(at(1, 5, FakeTime.START.plusSeconds(5)));
        pole.gateway = new Surroundings(Map.of(), true, true, false);
        pole.pass(10);
        assertEquals(Stage.WAITING, pole.verdict().stage());
    }

    @Test
    void probationDoesNotBeginJustAfterAStartWhenNobodyKnowsYetWhatWasCriticalBefore() {
        pole.gateway = new Surroundings(Map.of(), true, true, false);
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        assertEquals(
                "right, and waits until the gateway has run for 30 s",
                pole.verdict().message());
        pole.pass(10);
        assertEquals(Stage.WAITING, pole.verdict().stage());
        pole.cutPower();
        pole.pass(10);
        assertEquals(10, pole.value(A, "interval"));
        pole.gateway = SICK;
        pole.pass(62);
        assertEquals(Stage.APPLIED, pole.verdict().stage(), "the lamp was dark all along");
        assertEquals(5, pole.value(A, "interval"));
    }

    @Test
    void withoutProbationNothingWaitsAfterAStart() {
        pole.gateway = new Surroundings(Map.of(), true, true, false);
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void whatIsWrongIsRefusedAtOnceAndNotWhenItsTimeHasCome() {
        pole.desire(at(1, 0, FakeTime.START.plusSeconds(30)));
        assertEquals(Stage.REJECTED, pole.verdict().stage());
        pole.pass(40);
        assertEquals(10, pole.value(A, "interval"));
    }

    @Test
    void whatIsNoMoreRightWhenItsTimeHasComeIsRejected() {
        pole.desire(at(1, 5, FakeTime.START.plusSeconds(30)));
        pole.concerns.remove(A);
        pole.pass(31);
        assertEquals(Stage.REJECTED, pole.verdict().stage());
        assertEquals("unknown", pole.verdict().errors().get(0).given());
    }

    @Test
    void aNewerRevisionTakesThePlaceOfTheOneThatWaitsEvenIfItIsRejected() {
        pole.desire(at(1, 5, FakeTime.START.plusSeconds(30)));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 0))));
        pole.pass(60);
        assertEquals(10, pole.value(A, "interval"));
    }

    // Probation

    @Test
    void aRevisionThatDoesWellCountsAfterItsProbation() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        assertEquals(
                "1 value is changed; on probation for 60 s of powered time",
                pole.verdict().message());
        assertEquals(Outcome.PENDING, pole.ledger.book().history().get(0).outcome());
        pole.pass(59);
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        pole.pass(1);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
        assertEquals(Outcome.APPLIED, pole.ledger.book().history().get(0).outcome());
        pole.gateway = SICK;
        pole.pass(60);
        assertEquals(5, pole.value(A, "interval"), "what counts is not rolled back any more");
    }

    @Test
    void aCheckThatTurnsCriticalBringsTheFormerConfigurationBack() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5), B, Map.of("interval", 5)), MINUTE));
        pole.pass(10);
        pole.gateway = SICK;
        pole.pass(15);
        assertEquals(10, pole.value(A, "interval"));
        assertEquals(20, pole.value(B, "interval"));
        assertEquals(
                "rolled back: health check 'lamp' turned critical: the lamp is dark",
                pole.verdict().message());
        assertEquals(List.of(), pole.drift(), "what the platform said last does not hold");
    }

    @Test
    void whatSomebodyChangedPastTheDoorJustBeforeARollbackIsKept() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.gateway = SICK;
        pole.pass(9);
        pole.admin.put(A, Map.of("interval", 5, "latitude", 51.0));
        pole.pass(1);
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
        assertEquals(10, pole.value(A, "interval"));
        assertEquals(51.0, pole.value(A, "latitude"));
    }

    @Test
    void whatSomebodyChangedPastTheDoorJustBeforeItsTimeHasComeIsKept() {
        pole.desire(at(1, 5, FakeTime.START.plusSeconds(30)));
        pole.pass(29);
        pole.admin.put(A, Map.of("interval", 10, "latitude", 51.0));
        pole.pass(1);
        assertEquals(5, pole.value(A, "interval"));
        assertEquals(51.0, pole.value(A, "latitude"));
    }

    @Test
    void aMomentOfTroubleIsForgiven() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(10);
        pole.gateway = SICK;
        pole.pass(8);
        pole.gateway = TestPole.WELL;
        pole.pass(60);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void troubleAtTheVeryEndIsNotForgiven() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(58);
        pole.gateway = SICK;
        pole.pass(3);
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
    }

    @Test
    void whatWasCriticalBeforeIsNotTheRevisionsFault() {
        pole.gateway = SICK;
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(61);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void aPoleThatIsCutOffRollsBackAfterHalfOfTheProbation() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(5);
        pole.gateway = OFFLINE;
        pole.pass(30);
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        pole.pass(1);
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
        assertEquals(
                "rolled back: there was no connection to the platform for 31 s of its probation of 60 s",
                pole.verdict().message());
    }

    @Test
    void aPoleThatIsCutOffAtTheEndRollsBack() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(58);
        pole.gateway = OFFLINE;
        pole.pass(3);
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
    }

    @Test
    void aShortLossOfConnectionIsForgiven() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.gateway = OFFLINE;
        pole.pass(20);
        pole.gateway = TestPole.WELL;
        pole.pass(41);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void aPoleWithoutAnyConnectionConfiguredMissesNone() {
        pole.gateway = new Surroundings(Map.of(), false, false, true);
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(61);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void aCleanStopDoesNotEndTheProbationAndOnlyPoweredTimeCounts() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(41);
        pole.restart();
        pole.time.pass(Duration.ofDays(1));
        pole.pass(1); // from which on it is watched again
        pole.pass(18);
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        pole.pass(1);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void justAfterAStartNothingIsJudged() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(59);
        pole.restart();
        pole.gateway = new Surroundings(Map.of("lamp", "not there yet"), true, false, false);
        pole.pass(20);
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        pole.gateway = TestPole.WELL;
        pole.pass(1);
        assertEquals(Stage.APPLIED, pole.verdict().stage());
    }

    @Test
    void aBreakdownOfTheGatewayRollsBackBeforeAnybodyTakesUpTheConfiguration() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(10);
        pole.breakDown();
        assertEquals(10, pole.value(A, "interval"));
        assertEquals(
                "rolled back: the gateway broke down during its probation",
                pole.verdict().message());
    }

    @Test
    void afterAPowerCutProbationBeginsAnewAndAfterASecondItIsRolledBack() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(50);
        pole.cutPower();
        pole.pass(50);
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        pole.cutPower();
        assertEquals(10, pole.value(A, "interval"));
        assertEquals(
                "rolled back: the power was cut twice during its probation",
                pole.verdict().message());
    }

    @Test
    void aRevisionThatTakesOverGoesBackTogetherWithTheOneBefore() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.pass(30);
        pole.desire(revision(2, Map.of(A, Map.of("interval", 6), B, Map.of("interval", 7))));
        assertEquals(
                "2 values are changed; on probation for 30 s of powered time",
                pole.verdict().message());
        pole.gateway = SICK;
        pole.pass(12);
        assertEquals(10, pole.value(A, "interval"));
        assertEquals(20, pole.value(B, "interval"));
        assertEquals(
                List.of(Outcome.ROLLED_BACK, Outcome.ROLLED_BACK),
                pole.ledger.book().history().stream()
                        .limit(2)
                        .map(ConfigurationRevision::outcome)
                        .toList());
    }

    @Test
    void whenTheOneThatTakesOverPassesBothCount() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.desire(revision(2, Map.of(B, Map.of("interval", 7)), MINUTE));
        pole.pass(61);
        assertEquals(
                List.of(Outcome.APPLIED, Outcome.APPLIED),
                pole.ledger.book().history().stream()
                        .limit(2)
                        .map(ConfigurationRevision::outcome)
                        .toList());
    }

    @Test
    void aRejectedRevisionLeavesTheOneOnProbationWhereItIs() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 0))));
        pole.pass(61);
        assertEquals(2, pole.verdict().revision(), "the platform is told about its latest word");
        assertEquals(Outcome.APPLIED, pole.ledger.book().history().get(1).outcome());
        assertNull(pole.ledger.book().probation());
    }

    @Test
    void butIfThatOneIsRolledBackThePlatformIsToldSo() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 0))));
        pole.gateway = SICK;
        pole.pass(20);
        assertEquals(1, pole.verdict().revision());
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
        assertEquals(Receipt.OLD, pole.desire(revision(1, Map.of(A, Map.of("interval", 5)))));
    }

    // The journal

    @Test
    void aDamagedJournalIsSetAsideToldAndBegunAnew() throws IOException {
        pole.desire(revision(7, Map.of(A, Map.of("interval", 5))));
        Files.writeString(pole.journalFile(), "{\"taken\": 7, \"dig");
        pole.restart();

        assertTrue(String.valueOf(pole.ledger.trouble()).contains("is damaged"));
        assertEquals(5, pole.value(A, "interval"), "what the ConfigAdmin has stays in effect");
        assertTrue(Files.exists(folder.resolve("journal.damaged")));
        assertEquals(Receipt.TAKEN, pole.desire(revision(8, Map.of(A, Map.of("interval", 6)))));
        assertNull(pole.ledger.trouble());
    }

    @Test
    void aJournalOfStrangeContentIsDamaged() throws IOException {
        for (String content : List.of("", "null", "[]", "{}", "7", "{\"taken\": \"x\"}")) {
            Files.writeString(pole.journalFile(), content);
            pole.restart();
            assertTrue(String.valueOf(pole.ledger.trouble()).contains("is damaged"), content);
        }
    }

    private static DesiredConfiguration at(long number, int interval, Instant notBefore) {
        return of(number, Map.of(A, Map.of("interval", interval)), Set.of(Role.CONFIG), notBefore, false);
    }

    private static DesiredConfiguration of(
            long number,
            Map<String, Map<String, @Nullable Object>> values,
            Set<Role> roles,
            @Nullable Instant notBefore,
            boolean overrule) {
        return new DesiredConfiguration(
                number, "digest-" + number, "city", roles, values, notBefore, Duration.ZERO, overrule);
    }

    private ConfigurationProblem refused(DesiredConfiguration desired) {
        pole.admin.writes.clear();
        assertEquals(Receipt.TAKEN, pole.desire(desired));
        assertEquals(Stage.REJECTED, pole.verdict().stage());
        assertEquals(desired.revision(), pole.verdict().revision());
        assertEquals(List.of(), pole.admin.writes);
        assertEquals(1, pole.verdict().errors().size(), pole.verdict().toString());
        return pole.verdict().errors().get(0);
    }
}
