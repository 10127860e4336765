package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.A;
import static io.smartpole.configuration.TestPole.B;
import static io.smartpole.configuration.TestPole.revision;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.config.Configurations.Receipt;
import io.smartpole.core.config.DesiredConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens at any step: the whole configuration is the old or the new one after the next start. */
class PowerCutTest {

    private static final int SEEDS = 25;
    private static final Duration MINUTE = Duration.ofSeconds(60);

    /** Steps that touch a disk: the journal before and after, then each of three PIDs before and after. */
    private static final int STEPS = 2 + 3 * 2;

    private static final Surroundings SICK = new Surroundings(Map.of("lamp", "the lamp is dark"), true, true, true);

    @TempDir
    Path folder;

    /** Old: A and B are set, LAMP has no configuration. */
    private TestPole pole() throws IOException {
        Files.deleteIfExists(folder.resolve("journal.json"));
        TestPole pole = new TestPole(folder);
        pole.admin.put(A, Map.of("interval", 10, "password", "old", "faults", new String[] {"x"}, "other", 1.5f));
        pole.admin.put(B, Map.of("interval", 20));
        pole.lookElsewhere();
        pole.admin.sync();
        return pole;
    }

    private static DesiredConfiguration desired(Duration probation) {
        return revision(
                1,
                Map.of(
                        A,
                        Map.of("interval", 11, "password", "new", "faults", List.of()),
                        B,
                        Map.of("interval", 21),
                        "smartpole.c",
                        Map.of("interval", 31)),
                probation);
    }

    private static TestPole withC(TestPole pole) {
        pole.concerns.put("smartpole.c", TestConcerns.test("smartpole.c"));
        return pole;
    }

    private static boolean isNew(TestPole pole, String where) {
        boolean isNew = Integer.valueOf(11).equals(pole.value(A, "interval"));
        assertEquals(isNew ? 11 : 10, pole.value(A, "interval"), where);
        assertEquals(isNew ? "new" : "old", pole.value(A, "password"), where);
        assertArrayEquals(isNew ? new String[0] : new String[] {"x"}, (String[]) pole.value(A, "faults"), where);
        assertEquals(1.5f, pole.value(A, "other"), where);
        assertEquals(isNew ? 21 : 20, pole.value(B, "interval"), where);
        assertEquals(isNew ? 31 : null, pole.value("smartpole.c", "interval"), where);
        return isNew;
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

    @Test
    void aPowerCutWhileARevisionIsAppliedLeavesItOldOrNew() throws IOException {
        for (int step = 1; step <= STEPS; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "step " + step + ", seed " + seed;
                TestPole pole = withC(pole());
                assertTrue(cut(pole, step, () -> pole.desire(desired(Duration.ZERO))), where);

                pole.admin.loseWhatIsNotSynced(new Random(seed));
                pole.cutPower();

                boolean isNew = isNew(pole, where);
                assertEquals(step > 1, isNew, where + ": what the journal has is finished");
                assertEquals(isNew ? 1 : 0, pole.ledger.book().taken(), where);
                assertEquals(isNew ? 1 : 0, pole.verdict().revision(), where);
            }
        }
    }

    @Test
    void withProbationItBeginsAnewAfterThePowerCutAndCanStillBeRolledBack() throws IOException {
        for (int step = 2; step <= STEPS; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "step " + step + ", seed " + seed;
                TestPole pole = withC(pole());
                assertTrue(cut(pole, step, () -> pole.desire(desired(MINUTE))), where);
                pole.admin.loseWhatIsNotSynced(new Random(seed));
                pole.cutPower();
                assertTrue(isNew(pole, where), where);
                assertEquals(Stage.ON_PROBATION, pole.verdict().stage(), where);

                pole.gateway = SICK;
                pole.pass(30);

                assertTrue(!isNew(pole, where), where);
                assertEquals(Stage.ROLLED_BACK, pole.verdict().stage(), where);
            }
        }
    }

    @Test
    void aBreakdownOfTheGatewayWhileARevisionIsAppliedBringsTheFormerOneBack() throws IOException {
        for (int step = 2; step <= STEPS; step++) {
            String where = "step " + step;
            TestPole pole = withC(pole());
            assertTrue(cut(pole, step, () -> pole.desire(desired(MINUTE))), where);

            pole.breakDown();

            assertTrue(!isNew(pole, where), where);
            assertEquals(Stage.ROLLED_BACK, pole.verdict().stage(), where);
            assertTrue(
                    pole.verdict().message().contains("broke down"),
                    pole.verdict().message());
        }
    }

    @Test
    void aPowerCutWhileItIsRolledBackLeavesItOldOrNewAndItIsRolledBackInTheEnd() throws IOException {
        for (int step = 1; step <= STEPS; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "step " + step + ", seed " + seed;
                TestPole pole = withC(pole());
                pole.desire(desired(MINUTE));
                pole.admin.sync();
                pole.pass(5);
                pole.gateway = SICK;
                assertTrue(cut(pole, step, () -> pole.pass(30)), where);

                pole.admin.loseWhatIsNotSynced(new Random(seed));
                pole.cutPower();
                assertEquals(step == 1, isNew(pole, where), where);
                pole.pass(30);

                assertTrue(!isNew(pole, where), where);
                assertEquals(Stage.ROLLED_BACK, pole.verdict().stage(), where);
            }
        }
    }

    @Test
    void aPowerCutWhileWhatWasLostIsRestoredIsMendedAtTheNextStart() throws IOException {
        for (int step = 1; step <= 4; step++) {
            TestPole pole = withC(pole());
            pole.admin.stored.clear();
            pole.power.cutAt(step);
            boolean cut = false;
            try {
                new Ledger(pole.admin.service, new Journal(folder, Files::write), "boot").start();
            } catch (Power.Cut e) {
                cut = true;
            }
            assertTrue(cut, "step " + step);
            pole.cutPower();
            assertTrue(!isNew(pole, "step " + step), "step " + step);
        }
    }

    @Test
    void aChangeAtThePoleIsOldOrNewToo() throws IOException {
        for (int step = 1; step <= 4; step++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                TestPole pole = withC(pole());
                assertTrue(cut(pole, step, () -> pole.applyOnSite(B, Map.of("interval", 22))));
                pole.admin.loseWhatIsNotSynced(new Random(seed));
                pole.cutPower();
                assertEquals(step == 1 ? 20 : 22, pole.value(B, "interval"), "step " + step + ", seed " + seed);
            }
        }
    }

    @Test
    void atEveryWriteThatTheDiskRefusesNothingIsChangedAndThatIsSaid() throws IOException {
        for (int write = 1; write <= 3; write++) {
            TestPole pole = withC(pole());
            pole.admin.writes.clear();
            pole.admin.failing.add(write);

            pole.desire(desired(MINUTE));

            assertTrue(!isNew(pole, "write " + write), "write " + write);
            assertEquals(Stage.REJECTED, pole.verdict().stage());
            assertTrue(
                    pole.verdict().message().contains("No space left on device"),
                    pole.verdict().message());
            pole.cutPower();
            assertTrue(!isNew(pole, "write " + write), "nor after a restart");
            assertEquals(Stage.REJECTED, pole.verdict().stage());
        }
    }

    @Test
    void whatCouldNotBePutBackEitherIsMendedAsSoonAsTheDiskAllows() throws IOException {
        TestPole pole = withC(pole());
        pole.admin.writes.clear();
        pole.admin.failing.addAll(List.of(2, 3, 4)); // B; then putting back B and A
        pole.desire(desired(MINUTE));
        assertEquals(11, pole.value(A, "interval"));
        assertEquals(Stage.REJECTED, pole.verdict().stage());

        pole.lookElsewhere();
        assertTrue(!isNew(pole, "mended"));
        assertEquals("city", pole.ledger.book().history().get(0).by(), "what is stuck is nobody's change");
    }

    @Test
    void theSameMayHappenWhileItIsRolledBackAndIsTriedAgain() throws IOException {
        TestPole pole = withC(pole());
        pole.desire(desired(MINUTE));
        pole.admin.writes.clear();
        pole.admin.failing.addAll(List.of(1, 2));
        pole.gateway = SICK;

        pole.pass(30);
        assertTrue(isNew(pole, "refused"), "wholly new as long as the disk refuses");
        assertEquals(Stage.ON_PROBATION, pole.verdict().stage());
        pole.pass(60);
        assertTrue(!isNew(pole, "tried again"));
        assertEquals(Stage.ROLLED_BACK, pole.verdict().stage());
    }

    @Test
    void aFullDiskOrAFailingFsyncOfTheJournalRefusesTheRevisionAndChangesNothing() throws IOException {
        TestPole pole = withC(pole());
        pole.diskFault = new IOException("Input/output error");

        assertEquals(Receipt.NOT_REMEMBERED, pole.desire(desired(MINUTE)));

        assertTrue(!isNew(pole, "refused"));
        assertEquals(0, pole.ledger.book().taken());
        assertTrue(String.valueOf(pole.ledger.trouble()).contains("Input/output error"));
        pole.diskFault = null;
        pole.pass(1);
        assertEquals(null, pole.ledger.trouble());
        assertEquals(Receipt.TAKEN, pole.desire(desired(MINUTE)));
    }

    @Test
    void whenOnlyTheFsyncFailedTheRevisionIsTakenBackBeforeItCouldComeToLife() throws IOException {
        TestPole pole = withC(pole());
        pole.lateDiskFault = new IOException("Input/output error"); // the file is there all the same
        assertEquals(Receipt.NOT_REMEMBERED, pole.desire(desired(MINUTE)));
        pole.lateDiskFault = null;
        pole.pass(1);

        pole.cutPower();

        assertTrue(!isNew(pole, "taken back"));
        assertEquals(0, pole.ledger.book().taken());
    }

    @Test
    void ifThePowerIsCutBeforeThatItIsWhollyNew() throws IOException {
        TestPole pole = withC(pole());
        pole.lateDiskFault = new IOException("Input/output error");
        pole.desire(desired(MINUTE));
        pole.lateDiskFault = null;

        pole.cutPower();

        assertTrue(isNew(pole, "finished"));
        assertEquals(Receipt.KNOWN, pole.desire(desired(MINUTE)));
    }

    @Test
    void whatTheJournalSaysComesBackToTheLastBit() throws IOException {
        TestPole pole = withC(pole());
        pole.admin.put(
                B,
                Map.of(
                        "interval",
                        20,
                        "long",
                        Long.MIN_VALUE,
                        "double",
                        0.1 + 0.2,
                        "nan",
                        Double.NaN,
                        "on",
                        true,
                        "char",
                        'x',
                        "short",
                        new Short[] {1, 2},
                        "none",
                        new Double[0],
                        "text",
                        "\"\n\u20ac"));
        pole.lookElsewhere();
        pole.desire(desired(MINUTE));
        pole.desire(revision(2, Map.of(A, Map.of("interval", 0, "no", 1))));
        JsonNode first = BookJson.write(pole.ledger.book());
        assertEquals(first, BookJson.write(BookJson.read(first)));
        pole.admin.writes.clear();
        pole.restart();
        assertEquals(List.of(), pole.admin.writes, "nothing differs from what was stored");
    }
}
