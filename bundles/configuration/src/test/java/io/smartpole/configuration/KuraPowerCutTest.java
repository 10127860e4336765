package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.A;
import static io.smartpole.configuration.TestPole.B;
import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.DesiredConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.kura.KuraException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power is cut at any step, and any of Kura's latest snapshots may be lost: it is the old or the new configuration. */
class KuraPowerCutTest {

    private static final int SEEDS = 25;

    /** The journal before and after; then of each of three PIDs ConfigAdmin and snapshot before and after. */
    private static final int STEPS = 2 + 3 * 4;

    private static final Surroundings SICK = new Surroundings(Map.of("lamp", "the lamp is dark"), true, true, true);
    private static final String C = "smartpole.c";

    @TempDir
    Path folder;

    private TestPole pole() throws IOException {
        Files.deleteIfExists(folder.resolve("journal.json"));
        TestPole pole = TestPole.onKura(folder);
        pole.concerns.put(C, TestConcerns.test(C));
        pole.kura.deliverAll();
        pole.applyOnSite(A, Map.of("interval", 10, "password", "old", "faults", List.of("x")));
        pole.applyOnSite(B, Map.of("interval", 20));
        pole.lookElsewhere();
        pole.pass((int) Ledger.KEPT_AFTER.toSeconds());
        pole.kura.sync();
        return pole;
    }

    private static DesiredConfiguration desired(Duration probation) {
        return revision(
                1,
                Map.of(
                        A,
                        Map.of("interval", 11, "password", "new", "faults", List.of("y")),
                        B,
                        Map.of("interval", 21),
                        C,
                        Map.of("interval", 31)),
                probation);
    }

    private static boolean cut(TestPole pole, int step, Runnable action) {
        pole.power.cutAt(step);
        try {
            action.run();
            return false;
        } catch (Power.Cut e) {
            return true;
        }
    }

    private static void startAgain(TestPole pole, int seed) {
        pole.kura.loseSnapshots(new Random(seed));
        pole.cutPower();
        pole.lookElsewhere();
        pole.kura.deliverAll();
        pole.pass(2);
        pole.lookElsewhere();
    }

    private static boolean isNew(TestPole pole, String where) {
        boolean isNew = Integer.valueOf(11).equals(pole.value(A, "interval"));
        for (Map<String, Object> a : List.of(stored(pole, A), pole.kura.snapshot(A))) {
            assertEquals(isNew ? 11 : 10, a.get("interval"), where);
            assertArrayEquals(new String[] {isNew ? "y" : "x"}, (Object[]) a.get("faults"), where);
            String password = String.valueOf(a.get("password"));
            assertTrue(password.endsWith(isNew ? "new" : "old"), where);
        }
        for (Map<String, Object> b : List.of(stored(pole, B), pole.kura.snapshot(B))) {
            assertEquals(isNew ? 21 : 20, b.get("interval"), where);
        }
        assertEquals(isNew ? 31 : 60, pole.value(C, "interval"), where);
        assertEquals(isNew ? 31 : 60, pole.kura.snapshot(C).getOrDefault("interval", 60), where);
        return isNew;
    }

    private static Map<String, Object> stored(TestPole pole, String pid) {
        Map<String, Object> stored = new HashMap<>();
        for (String key : List.of("interval", "password", "faults")) {
            Object value = pole.value(pid, key);
            if (value != null) {
                stored.put(key, value);
            }
        }
        return stored;
    }

    @Test
    void whileARevisionIsApplied() throws IOException {
        for (int step = 1; step <= STEPS; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "step " + step + ", seed " + seed;
                TestPole pole = pole();
                assertTrue(cut(pole, step, () -> pole.desire(desired(Duration.ZERO))), where);
                startAgain(pole, seed);
                assertEquals(step > 1, isNew(pole, where), where + ": what the journal has is finished");
                assertEquals(step > 1 ? 1 : 0, pole.ledger.book().taken(), where);
                assertEquals(List.of(), pole.drift(), where);
            }
        }
    }

    @Test
    void atAnyTimeInTheMinuteAfterThat() throws IOException {
        for (int seconds = 0; seconds < 60; seconds += 7) {
            for (int seed = 0; seed < SEEDS; seed++) {
                TestPole pole = pole();
                pole.desire(desired(Duration.ZERO));
                pole.pass(seconds);
                startAgain(pole, seed);
                assertTrue(isNew(pole, "after " + seconds + " s, seed " + seed));
            }
        }
    }

    @Test
    void whileItIsRolledBackAndItIsRolledBackInTheEnd() throws IOException {
        for (int step = 1; step <= STEPS; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "step " + step + ", seed " + seed;
                TestPole pole = pole();
                pole.desire(desired(Duration.ofMinutes(5)));
                pole.pass(5);
                pole.gateway = SICK;
                assertTrue(cut(pole, step, () -> pole.pass(30)), where);
                startAgain(pole, seed);
                isNew(pole, where);
                pole.pass(30);
                assertTrue(!isNew(pole, where), where);
                assertEquals(Stage.ROLLED_BACK, pole.verdict().stage(), where);
            }
        }
    }

    @Test
    void whileWhatMayNotHaveReachedTheSnapshotIsSetAgain() throws IOException {
        for (int step = 1; step <= 3 * 4; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "step " + step + ", seed " + seed;
                TestPole pole = pole();
                pole.desire(desired(Duration.ZERO));
                pole.kura.loseSnapshots(new Random(0)); // the oldest is kept
                pole.cutPower();
                pole.kura.deliverAll();
                cut(pole, step, () -> pole.pass(1));
                startAgain(pole, seed);
                assertTrue(isNew(pole, where), where);
            }
        }
    }

    @Test
    void whileAWrongValueIsTakenBackThatIsDoneAfterTheStart() throws IOException, KuraException {
        for (int step = 1; step <= 2 + 4; step++) {
            TestPole pole = pole();
            pole.kura.updateConfiguration(A, new HashMap<>(Map.of("interval", 5000)));
            pole.kura.sync();
            assertTrue(cut(pole, step, pole::lookElsewhere), "step " + step);
            startAgain(pole, step);
            assertTrue(!isNew(pole, "step " + step), "step " + step);
            assertEquals(1, pole.ledger.book().outside().refused().size(), "step " + step);
        }
    }
}
