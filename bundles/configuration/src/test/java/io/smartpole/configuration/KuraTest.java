package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.A;
import static io.smartpole.configuration.TestPole.B;
import static io.smartpole.configuration.TestPole.LAMP;
import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.ConfigurationResult.Failed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.kura.configuration.Password;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Kura there is one truth: what is in effect, what Kura's console shows, and what its snapshot keeps. */
class KuraTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int KEPT = (int) Ledger.KEPT_AFTER.toSeconds();
    private static final Surroundings SICK = new Surroundings(Map.of("lamp", "the lamp is dark"), true, true, true);

    @TempDir
    Path folder;

    private TestPole pole;
    private FakeKura kura;

    @BeforeEach
    void start() {
        pole = TestPole.onKura(folder);
        kura = pole.kura;
        kura.deliverAll();
        pole.lookElsewhere();
    }

    // What we set

    @Test
    void whatThePlatformWantsIsInEffectAndInKurasSnapshotAndSurvivesARestart() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "faults", List.of("x", "y")))));

        assertEquals(5, pole.value(A, "interval"));
        assertEquals(5, kura.snapshot(A).get("interval"));
        assertArrayEquals(new String[] {"x", "y"}, (Object[]) kura.snapshot(A).get("faults"));
        pole.pass(KEPT);
        restart();
        assertEquals(5, pole.value(A, "interval"));
        assertEquals(List.of(), pole.drift());
        assertEquals(1, kura.updates.size(), "nothing had to be set again");
    }

    @Test
    void onlyWhatDiffersIsNamedSinceEachUpdateWritesASnapshot() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "seed", 1))));
        assertEquals(List.of(Map.of("interval", 5)), kura.updates);
    }

    @Test
    void aResetNamesTheDefaultBecauseKuraKeepsWhatIsNotNamed() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "note", "n", "password", "pw"))));
        Map<String, @Nullable Object> reset = new HashMap<>();
        List.of("interval", "note", "password").forEach(key -> reset.put(key, null));
        pole.desire(revision(2, Map.of(A, reset)));
        assertEquals(60, kura.snapshot(A).get("interval"));
        assertEquals("", kura.snapshot(A).get("note"));
        pole.lookElsewhere();
        pole.pass(KEPT);
        restart();
        assertEquals(60, pole.value(A, "interval"));
        assertEquals(List.of(), pole.drift());
    }

    @Test
    void aSecretGoesToKuraAsAPasswordAndIsNoDriftWhileItIsEncryptedThere() throws Exception {
        pole.desire(revision(1, Map.of(A, Map.of("password", "pw"))));

        assertInstanceOf(Password.class, kura.updates.get(0).get("password"));
        assertFalse("pw".equals(pole.value(A, "password")));
        int changes = pole.ledger.book().history().size();
        kura.updateConfiguration(A, new HashMap<>(Map.of("password", new Password("pw")))); // encrypted otherwise now
        pole.lookElsewhere();
        assertEquals(changes, pole.ledger.book().history().size());
        assertEquals(List.of(), pole.drift());

        kura.updateConfiguration(A, new HashMap<>(Map.of("password", new Password("other"))));
        pole.lookElsewhere();
        assertEquals(List.of(new Drift(A, "password", "(secret)", "(secret)")), pole.drift());
    }

    @Test
    void aSecretThatSomebodySetWithoutEncryptionIsTakenAsItIs() throws Exception {
        kura.updateConfiguration(A, new HashMap<>(Map.of("password", "plain")));
        pole.lookElsewhere();
        assertEquals("plain", stored(A).get("password"));
    }

    @Test
    void whatKuraRefusesIsRejectedAndNothingIsChanged() {
        kura.refusing.add(B);
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5), B, Map.of("interval", 6))));

        assertEquals(Stage.REJECTED, pole.verdict().stage());
        assertTrue(
                pole.verdict().message().contains("disk full"), pole.verdict().message());
        assertEquals(60, kura.snapshot(A).get("interval"));
        assertInstanceOf(Failed.class, pole.applyOnSite(B, Map.of("interval", 6)));
        pole.cutPower();
        kura.deliverAll();
        pole.pass(2);
        assertEquals(60, pole.value(A, "interval"));
    }

    @Test
    void whatKuraCouldNotWriteIntoItsSnapshotIsToldToItAgainUntilItCan() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        kura.diskFull = true;
        pole.desire(revision(2, Map.of(A, Map.of("interval", 6))));
        assertEquals(Stage.REJECTED, pole.verdict().stage());
        kura.editSnapshot(A, Map.of("interval", 6)); // some of it got there
        pole.pass(2 * KEPT);
        assertEquals(5, pole.value(A, "interval"));

        kura.diskFull = false;
        pole.pass(KEPT + 2);
        assertEquals(5, kura.snapshot(A).get("interval"));
        int updates = kura.updates.size();
        pole.pass(2 * KEPT);
        assertEquals(updates, kura.updates.size(), "once is enough");
    }

    @Test
    void whatIsRolledBackIsSoInTheSnapshotToo() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), MINUTE));
        assertEquals(5, kura.snapshot(A).get("interval"));
        pole.gateway = SICK;
        pole.pass(20);
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
        assertEquals(60, kura.snapshot(A).get("interval"));
    }

    @Test
    void whatIsRolledBackAtAStartIsSetAsSoonAsKuraHasDelivered() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5)), Duration.ofMinutes(10)));
        pole.pass(KEPT + 1);
        pole.breakDown();
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
        kura.deliverAll();
        pole.pass(1);
        assertEquals(60, pole.value(A, "interval"));
        assertEquals(60, kura.snapshot(A).get("interval"));
    }

    // What others set through Kura

    @Test
    void aChangeInKurasConsoleIsTakenInAndSurvivesARestart() throws Exception {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        kura.updateConfiguration(A, new HashMap<>(Map.of("interval", 6)));
        pole.lookElsewhere();

        assertEquals(List.of(new Drift(A, "interval", "5", "6")), pole.drift());
        assertEquals("elsewhere", pole.ledger.book().history().get(0).by());
        pole.pass(KEPT);
        restart();
        assertEquals(6, pole.value(A, "interval"));
    }

    @Test
    void ofAChangeTheWrongValueIsTakenBackAlsoInTheSnapshotAndTheRightOnesStay() throws Exception {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        kura.updateConfiguration(A, new HashMap<>(Map.of("interval", 5000, "seed", 9L)));
        pole.lookElsewhere();

        assertEquals(5, pole.value(A, "interval"));
        assertEquals(5, kura.snapshot(A).get("interval"));
        assertEquals(9L, kura.snapshot(A).get("seed"));
        assertEquals(
                List.of(new ConfigurationProblem(A, "interval", "5000", "must be a whole number from 1 to 900 s")),
                refused());
        pole.pass(KEPT);
        restart();
        assertEquals(5, pole.value(A, "interval"));
        assertEquals(1, refused().size(), "it is told until somebody sets it right");
    }

    @Test
    void whatHasNeverBeenSetGoesBackToItsDefault() throws Exception {
        kura.updateConfiguration(A, new HashMap<>(Map.of("interval", "60", "name", "")));
        pole.lookElsewhere();
        assertEquals(60, kura.snapshot(A).get("interval"));
        assertEquals("a, b\\c", kura.snapshot(A).get("name"));
        assertEquals(2, refused().size());
    }

    @Test
    void somebodyWhoInsistsIsNotFoughtForEver() throws Exception {
        for (int i = 0; i < Insistence.MOST_TRIES + 3; i++) {
            kura.updateConfiguration(A, new HashMap<>(Map.of("interval", 5000)));
            pole.lookElsewhere();
            pole.lookElsewhere();
        }
        assertEquals(Insistence.MOST_TRIES, takenBack());
        assertTrue(pole.ledger.book().outside().refused().get(0).insisted());
        assertEquals(60, stored(A).get("interval"));

        pole.time.pass(Insistence.FORGOTTEN);
        pole.lookElsewhere();
        assertEquals(60, kura.snapshot(A).get("interval"), "after a while it is tried anew");
        assertFalse(pole.ledger.book().outside().refused().get(0).insisted());
    }

    private long takenBack() {
        return kura.updates.stream()
                .filter(update -> Integer.valueOf(60).equals(update.get("interval")))
                .count();
    }

    @Test
    void theSameUpdateAgainAndAgainIsNoChangeAndWritesNothing() throws Exception {
        kura.updateConfiguration(A, new HashMap<>(Map.of("interval", 6)));
        pole.lookElsewhere();
        pole.pass(KEPT);
        Files.delete(pole.journalFile());
        for (int i = 0; i < 10; i++) {
            kura.updateConfiguration(A, new HashMap<>(Map.of("interval", 6)));
            pole.lookElsewhere();
        }
        assertFalse(Files.exists(pole.journalFile()), "it is not written");
        assertEquals(11, kura.updates.size());
    }

    @Test
    void aConcernThatNoBundleDescribesIsLeftAlone() {
        pole.concerns.remove(LAMP);
        pole.admin.put(LAMP, Map.of("interval", 5000, "kura.service.pid", LAMP));
        pole.lookElsewhere();
        assertEquals(5000, pole.value(LAMP, "interval"));
        assertEquals(List.of(), refused());
    }

    // The start

    @Test
    void nothingIsJudgedBeforeKuraHasDelivered() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5), B, Map.of("interval", 6))));
        pole.pass(KEPT);
        Book before = pole.ledger.book();
        int updates = kura.updates.size();
        pole.restart();
        pole.lookElsewhere();
        kura.deliver(A);
        pole.lookElsewhere();
        assertEquals(before.stored().keySet(), pole.ledger.book().stored().keySet());
        assertEquals(before.history(), pole.ledger.book().history());
        assertEquals(updates, kura.updates.size());
        assertNull(pole.value(B, "interval"), "it is Kura's to deliver");
    }

    @Test
    void whatKurasSnapshotSaysAfterAStartHoldsAndIsToldAsSetElsewhere() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5, "seed", 4))));
        pole.pass(KEPT);
        kura.editSnapshot(A, Map.of("interval", 6, "seed", "four"));
        restart();

        assertEquals(6, pole.value(A, "interval"));
        assertEquals(4L, pole.value(A, "seed"));
        assertEquals(4L, kura.snapshot(A).get("seed"));
        assertEquals(List.of(new Drift(A, "interval", "5", "6")), pole.drift());
        assertEquals(1, refused().size());
    }

    @Test
    void whatMayNotHaveReachedTheSnapshotIsSetAgainAfterAStart() {
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        pole.pass(KEPT - 2);
        kura.editSnapshot(A, Map.of("interval", 60));
        pole.cutPower();
        kura.push(A);
        pole.pass(1);
        assertEquals(60, pole.value(A, "interval"), "its component is not there yet");
        kura.deliverAll();
        pole.pass(1);
        assertEquals(5, pole.value(A, "interval"));
        assertEquals(5, kura.snapshot(A).get("interval"));
        assertEquals(List.of(), pole.drift());
        assertTrue(pole.ledger.book().outside().underway().contains(A));
        pole.pass(KEPT);
        assertEquals(Set.of(), pole.ledger.book().outside().underway());
    }

    @Test
    void aSnapshotThatAPowerCutTearsWhileWeSetSomethingCostsNoOtherConcernItsValues() {
        pole.applyOnSite(B, Map.of("interval", 6, "password", "pw"));
        pole.pass(KEPT + 1);
        assertEquals(Set.of(), pole.ledger.book().outside().underway());
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        kura.tearSnapshot();
        pole.cutPower();
        kura.deliverAll();
        pole.pass(1);
        pole.lookElsewhere();

        assertEquals(5, kura.snapshot(A).get("interval"));
        assertEquals(6, kura.snapshot(B).get("interval"));
        assertEquals("pw", stored(B).get("password"));
        assertEquals(List.of(), pole.drift());
    }

    @Test
    void aRevisionThatComesBeforeKuraHasDeliveredIsSetThenAndLatenessIsTold() {
        pole.pass(KEPT);
        pole.restart();
        pole.desire(revision(1, Map.of(A, Map.of("interval", 5))));
        assertEquals(Stage.APPLIED, pole.verdict().stage());
        pole.pass(62);
        assertEquals("smartpole.a cannot be stored by Kura; it is tried again", pole.ledger.trouble());
        kura.deliverAll();
        pole.pass(2);
        assertEquals(5, kura.snapshot(A).get("interval"));
        assertNull(pole.ledger.trouble());
    }

    @Test
    void whileKurasServiceIsAwayNothingIsJudgedAndNothingIsLost() {
        pole.desire(revision(1, Map.of(A, Map.of("password", "pw"))));
        pole.ledger.kura = null;
        pole.lookElsewhere();
        assertTrue(pole.ledger.missesKura());
        assertEquals("pw", stored(A).get("password"));
        pole.applyOnSite(A, Map.of("interval", 7));
        assertEquals(60, pole.value(A, "interval"));
        pole.ledger.kura = kura;
        pole.pass(1);
        assertEquals(7, kura.snapshot(A).get("interval"));
        pole.lookElsewhere();
        assertFalse(pole.ledger.missesKura());
    }

    @Test
    void beforeKurasServiceIsSeenForTheFirstTimeWhatItDeliveredIsNotMistakenForAnybodysChange() throws Exception {
        Files.delete(pole.journalFile());
        kura.updateConfiguration(A, new HashMap<>(Map.of("password", new Password("0123456789ab"))));
        pole.restart();
        pole.ledger.kura = null;
        kura.deliverAll();
        pole.lookElsewhere();
        assertEquals(List.of(), refused());
        assertTrue(pole.ledger.missesKura());
        pole.ledger.kura = kura;
        pole.lookElsewhere();
        assertEquals("0123456789ab", stored(A).get("password"));
    }

    @Test
    void beforeKurasServiceIsSeenForTheFirstTimeNothingIsSetPastIt() throws Exception {
        Files.delete(pole.journalFile());
        pole.restart();
        pole.ledger.kura = null;
        kura.deliverAll();
        pole.applyOnSite(A, Map.of("interval", 7));
        assertEquals(60, pole.value(A, "interval"));
        assertEquals(A, pole.value(A, "kura.service.pid"));
        pole.ledger.kura = kura;
        pole.pass(1);
        assertEquals(7, kura.snapshot(A).get("interval"));
    }

    @Test
    void aListThatWasEmptiedIsItsDefaultAgainAfterARestartBecauseTheSnapshotLosesIt() {
        pole.desire(revision(1, Map.of(A, Map.of("faults", List.of()))));
        pole.pass(KEPT);
        restart();
        assertEquals(1, pole.drift().size());
        assertEquals(Collections.emptyList(), refused());
    }

    private void restart() {
        pole.restart();
        kura.deliverAll();
        pole.lookElsewhere();
    }

    private Map<String, Object> stored(String pid) {
        return pole.ledger.book().stored().getOrDefault(pid, Map.of());
    }

    private List<ConfigurationProblem> refused() {
        return pole.ledger.book().outside().refused().stream()
                .map(Refused::problem)
                .toList();
    }
}
