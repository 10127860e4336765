package io.smartpole.uplink.drain;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.reading.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of doom, in a world with virtual time. */
class DoomTest {

    @TempDir
    Path temp;

    private Path folder;
    private World world;

    @BeforeEach
    void prepare() {
        folder = temp.resolve("set-aside");
        world = new World(folder, 1);
    }

    @Test
    void aBatchThatClosesTheConnectionIsSetAsideAndAllOthersArrive() throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            World each = new World(temp.resolve("seed-" + seed), seed);
            each.log.commit(MEASUREMENT, 1000);
            BatchId doomed = each.log.id(MEASUREMENT, 1 + each.random.nextInt(1000));
            each.closesOver = doomed::equals;
            assertTrue(each.runUntil(() -> each.waiting() == 1 && each.suspects.count() == 1), "seed " + seed);
            assertEquals(3, each.closes, "seed " + seed);
            assertEquals(999, each.arrived.size(), "seed " + seed);
            assertFalse(each.arrived.containsKey(doomed), "seed " + seed);
            Path copy = each.folder.resolve(
                    "measurement-" + doomed.seq() + "-" + doomed.hash().substring(0, 16) + ".cose");
            assertArrayEquals(each.log.batch(MEASUREMENT, doomed.seq()).bytes(), Files.readAllBytes(copy));
        }
    }

    @Test
    void twoInARowCostTwoClosesMore() {
        world.log.commit(MEASUREMENT, 100);
        doom(MEASUREMENT, 50, 51);
        assertTrue(world.runUntil(() -> world.waiting() == 2 && world.suspects.count() == 2));
        assertEquals(5, world.closes);
        assertEquals(98, world.arrived.size());
    }

    @Test
    void neighboursOfADoomedBatchAreNotSetAsideAndArriveInOrder() {
        world.log.commit(MEASUREMENT, 40);
        doom(MEASUREMENT, 20);
        assertTrue(world.runUntil(() -> world.waiting() == 1));
        assertEquals(
                LongStream.rangeClosed(1, 40).filter(seq -> seq != 20).boxed().toList(),
                world.arrivedSeqs(MEASUREMENT));
    }

    @Test
    void aDoomedAlarmHoldsUpNeitherAlarmsNorMeasurements() {
        world.log.commit(ALARM, 5);
        world.log.commit(MEASUREMENT, 5);
        doom(ALARM, 2);
        assertTrue(world.runUntil(() -> world.waiting() == 1));
        assertEquals(List.of(1L, 3L, 4L, 5L), world.arrivedSeqs(ALARM));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), world.arrivedSeqs(MEASUREMENT));
    }

    @Test
    void aBatchThatTheBrokerLeavesOutIsSetAsideAlthoughNothingWasSaid() {
        world.log.commit(MEASUREMENT, 20);
        BatchId doomed = world.log.id(MEASUREMENT, 20); // nothing behind it but live data
        world.swallows = doomed::equals;
        assertTrue(world.runUntil(() -> world.suspects.count() == 1));
        assertEquals(19, world.arrived.size());
        assertTrue(world.now.compareTo(Duration.ofMinutes(5)) < 0, () -> "took " + world.now);
    }

    /** Whatever the patience, and whether live data flows or not. */
    @Test
    void aBatchThatTheBrokerSwallowsIsFoundOutBeforeTheLineIsGivenUp() {
        for (int patience : new int[] {2, 5, 15, 300}) {
            for (int telemetryEvery : new int[] {0, 1, 10, 20, 30}) {
                String run = patience + " s of patience, telemetry every " + telemetryEvery + " s";
                World each = new World(temp.resolve(patience + "-" + telemetryEvery), 1);
                each.patience = Duration.ofSeconds(patience);
                each.telemetryEvery = Duration.ofSeconds(telemetryEvery);
                each.log.commit(MEASUREMENT, 20);
                BatchId doomed = each.log.id(MEASUREMENT, 1);
                each.swallows = doomed::equals;
                each.run(Duration.ofMinutes(5));
                assertEquals(1, each.suspects.count(), run);
                assertEquals(19, each.arrived.size(), run);
                assertEquals(0, each.silences, run);
            }
        }
    }

    @Test
    void severalThatTheBrokerSwallowsAreFoundOutOneAfterTheOther() {
        world.patience = Duration.ofSeconds(2);
        world.telemetryEvery = Duration.ZERO;
        world.log.commit(ALARM, 10);
        world.log.commit(MEASUREMENT, 100);
        Set<BatchId> doomed = Set.of(
                world.log.id(ALARM, 4),
                world.log.id(MEASUREMENT, 20),
                world.log.id(MEASUREMENT, 21),
                world.log.id(MEASUREMENT, 100));
        world.swallows = doomed::contains;
        assertTrue(world.runUntil(() -> world.suspects.count() == 4));
        assertTrue(world.now.compareTo(Duration.ofMinutes(5)) < 0, () -> "took " + world.now);
        world.run(Duration.ofSeconds(10));
        assertEquals(106, world.arrived.size());
        assertEquals(0, world.silences);
    }

    /** Although it takes all else. Another broker may be better; nothing is held against the batches. */
    @Test
    void thatABrokerSwallowsEveryBatchIsSaidAndNoBatchIsSetAside() {
        for (int telemetryEvery : new int[] {0, 1, 20}) {
            for (int batches : new int[] {4, 20, 200}) {
                String run = batches + " batches, telemetry every " + telemetryEvery + " s";
                World each = new World(temp.resolve(batches + "-" + telemetryEvery), 1);
                each.telemetryEvery = Duration.ofSeconds(telemetryEvery);
                each.log.commit(MEASUREMENT, batches);
                each.swallows = id -> true;
                each.run(
                        Flights.LEFT_OUT_AFTER.multipliedBy(Doubts.MOST_DOUBTED).minusSeconds(1));
                assertTrue(each.takesBatches, run);
                each.run(Duration.ofSeconds(2));
                assertFalse(each.takesBatches, run);
                long sent = each.bytesSent;
                each.run(Duration.ofHours(3));
                assertFalse(each.takesBatches, run);
                assertEquals(0, each.suspects.count(), run);
                assertEquals(0, each.silences, run);
                long perHour = (each.bytesSent - sent) / 3;
                assertTrue(perHour < 2_000_000, () -> run + ": " + perHour + " B/h");

                each.swallows = id -> false;
                each.run(Doubts.PROBE_EVERY.plusMinutes(1));
                assertEquals(batches, each.arrived.size(), run);
                assertTrue(each.takesBatches, run);
                assertEquals(0, each.suspects.count(), run);
            }
        }
    }

    /** Such as by another entry in its list of who may publish what. */
    @Test
    void aBrokerThatSwallowsEveryBatchFromSomeTimeOnCostsOneBatch() {
        world.log.commit(MEASUREMENT, 20);
        world.run(Duration.ofMinutes(1));
        assertEquals(20, world.arrived.size());
        world.swallows = id -> true;
        world.log.commit(MEASUREMENT, 20);
        world.run(Duration.ofHours(3));
        assertFalse(world.takesBatches);
        assertEquals(1, world.suspects.count());
        world.swallows = id -> false;
        world.run(Duration.ofHours(2));
        assertEquals(40, world.arrived.size());
        assertEquals(0, world.suspects.count());
    }

    @Test
    void oneBatchThatIsSwallowedIsNoProofAgainstTheLine() {
        world.log.commit(MEASUREMENT, 1);
        world.swallows = world.log.id(MEASUREMENT, 1)::equals;
        world.run(Duration.ofMinutes(20));
        assertTrue(world.takesBatches);
        assertEquals(0, world.suspects.count(), "nor against itself, while no other gets through");
        world.log.commit(MEASUREMENT, 1);
        assertTrue(world.runUntil(() -> world.suspects.count() == 1));
        assertTrue(world.now.compareTo(Duration.ofMinutes(23)) < 0, () -> "took until " + world.now);
    }

    @Test
    void manyInARowThatTheBrokerSwallowsAreFoundOutAlsoOnANewLine() {
        for (int inARow : new int[] {3, 4, 5, 20, 60}) {
            World each = new World(temp.resolve("row-" + inARow), 1);
            each.log.commit(ALARM, inARow / 2);
            each.log.commit(MEASUREMENT, 100);
            Set<BatchId> doomed = new HashSet<>();
            for (int i = 1; i <= inARow / 2; i++) {
                doomed.add(each.log.id(ALARM, i));
            }
            for (int i = 1; i <= inARow - inARow / 2; i++) {
                doomed.add(each.log.id(MEASUREMENT, i));
            }
            each.swallows = doomed::contains;
            assertTrue(each.runUntil(() -> each.suspects.count() == inARow), inARow + " in a row");
            each.run(Duration.ofHours(2));
            assertEquals(100 + inARow / 2 - inARow, each.arrived.size(), inARow + " in a row");
            assertEquals(0, each.silences, inARow + " in a row");
        }
    }

    @Test
    void aLineThatDiesOverABatchIsNoProofAgainstIt() {
        world.log.commit(MEASUREMENT, 1);
        world.telemetryEvery = Duration.ZERO;
        world.hangsOver = id -> true; // the witness behind it is not acknowledged either
        world.run(Duration.ofHours(2));
        assertTrue(world.silences > 100);
        assertTrue(world.witnesses > 100);
        assertEquals(0, world.suspects.count());
        world.hangsOver = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0));
    }

    @Test
    void flakyLinesSetNothingAside() {
        for (long seed = 1; seed <= 10; seed++) {
            World each = new World(temp.resolve("seed-" + seed), seed);
            each.flaky = 0.2;
            each.log.commit(ALARM, 50);
            each.log.commit(MEASUREMENT, 1000);
            assertTrue(each.runUntil(() -> each.waiting() == 0), "seed " + seed);
            assertTrue(each.breaks > 200, "seed " + seed + ": " + each.breaks);
            assertEquals(0, each.suspects.count(), "seed " + seed);
            assertFalse(Files.exists(each.folder), "seed " + seed);
        }
    }

    @Test
    void aBrokerThatClosesNowAndThenOverAnythingSetsNothingAside() {
        for (long seed = 1; seed <= 10; seed++) {
            World each = new World(temp.resolve("seed-" + seed), seed);
            each.closesOver = id -> each.random.nextInt(100) == 0;
            each.log.commit(MEASUREMENT, 3000);
            assertTrue(each.runUntil(() -> each.waiting() == 0), "seed " + seed);
            assertTrue(each.closes > 10, "seed " + seed + ": " + each.closes);
            assertEquals(0, each.suspects.count(), "seed " + seed);
        }
    }

    @Test
    void aBrokerThatClosesOverEverythingDoesNotGetTheWholeStoreCopied() throws IOException {
        world.log.commit(MEASUREMENT, 200);
        world.closesOver = id -> true;
        world.run(Duration.ofMinutes(30));
        assertEquals(Suspects.MOST * 2, world.suspects.count());
        assertEquals(Suspects.MOST, copies().size());
        assertTrue(problem().contains("measurement 129 does not get through"), this::problem);
        world.closesOver = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0), "after the broker was repaired, all get through");
        assertTrue(world.runUntil(() -> world.suspects.count() == 0));
        assertEquals(Optional.empty(), world.suspects.problem());
    }

    @Test
    void aBatchThatIsNeverReceiptedIsSetAsideWhileLaterOnesAre() {
        BatchId doomed = neverReceiptsTheFifth();
        for (int i = 0; i < 30; i++) {
            world.log.commit(MEASUREMENT, 1);
            world.run(Duration.ofSeconds(10));
        }
        assertEquals(1, world.suspects.count());
        assertEquals(Suspects.STRIKES, world.arrived.get(doomed));
        assertEquals(0, world.closes);
        assertEquals(1, world.waiting());
    }

    /** As alarms are, or measurements with a long interval: the lane is silent for longer than a receipt takes. */
    @Test
    void aBatchThatIsNeverReceiptedIsFoundOutAlsoWhereBatchesAreRare() {
        for (int spacing : new int[] {60, 180, 240, 300, 900, 3600}) {
            World each = new World(temp.resolve("spacing-" + spacing), 1);
            each.log.commit(ALARM, 5);
            BatchId doomed = each.log.id(ALARM, 5);
            each.neverReceipts = doomed::equals;
            for (int i = 0; i < 6; i++) {
                each.run(Duration.ofSeconds(spacing));
                each.log.commit(ALARM, 1);
            }
            each.run(Duration.ofSeconds(spacing));
            assertEquals(1, each.suspects.count(), "a batch every " + spacing + " s");
            int times = each.arrived.getOrDefault(doomed, 0);
            assertTrue(times < 30, () -> times + " times");
        }
    }

    @Test
    void whileAPlatformThatReturnsWorksOffWhatWaitedForItThatIsNotSentAgain() {
        world.log.commit(MEASUREMENT, 200);
        world.neverReceipts = id -> true;
        world.run(Duration.ofHours(3));
        long before = world.repeats();
        for (int seq = 1; seq <= 200; seq++) {
            world.receipt(MEASUREMENT, seq);
            world.run(Duration.ofMillis(100));
        }
        assertEquals(before, world.repeats());
        assertEquals(0, world.waiting());
    }

    @Test
    void aPlatformThatComesBackIsHeldAgainstNoBatch() {
        world.log.commit(MEASUREMENT, 100);
        world.neverReceipts = id -> true;
        for (int outage = 0; outage < 2 * Suspects.STRIKES; outage++) {
            world.run(Duration.ofHours(3));
            BatchId next = world.log.id(MEASUREMENT, 1 + outage);
            world.neverReceipts = id -> !id.equals(next); // for a moment
            assertTrue(world.runUntil(() -> world.log.fate(next) == Fate.RECEIPTED), "outage " + outage);
            world.neverReceipts = id -> true;
        }
        assertEquals(0, world.suspects.count());
        world.neverReceipts = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0));
    }

    @Test
    void aSilentPlatformIsSentTheSameAgainAndAgainOnlyInSmallDoses() {
        world.telemetryEvery = Duration.ZERO;
        world.log.commit(ALARM, 50);
        world.log.commit(MEASUREMENT, 2000);
        world.neverReceipts = id -> true;
        world.run(Duration.ofHours(24));
        assertTrue(world.repeats() > 40, () -> world.repeats() + " repeats");
        assertTrue(world.repeats() < 400, () -> world.repeats() + " repeats");
        assertEquals(0, world.suspects.count());

        Duration since = world.now;
        world.neverReceipts = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0));
        assertTrue(
                world.now.minus(since).compareTo(Track.LONGEST_RECEIPT_TIMEOUT.plusMinutes(1)) <= 0,
                () -> "took " + world.now.minus(since));
    }

    /** Batches whose receipts never come may be the oldest: it is not asked with the same ones all the time. */
    @Test
    void thatThePlatformIsBackIsSeenAlsoWhereTheOldestAreNeverReceipted() {
        world.log.commit(MEASUREMENT, 300);
        world.neverReceipts = id -> true;
        world.run(Duration.ofHours(3));
        world.neverReceipts = id -> id.seq() <= Track.PROBES;
        assertTrue(world.runUntil(() -> world.waiting() == Track.PROBES));
    }

    @Test
    void aSilentPlatformSetsNothingAside() {
        world.log.commit(MEASUREMENT, 20);
        world.neverReceipts = id -> true;
        world.run(Duration.ofHours(5));
        assertEquals(0, world.suspects.count());
        assertEquals(20, world.waiting());
    }

    @Test
    void aLateReceiptEndsIt() throws IOException {
        BatchId doomed = neverReceiptsTheFifth();
        world.log.commit(MEASUREMENT, 30);
        keepGoing(() -> world.suspects.count() == 1);
        world.log.receipt(doomed);
        world.run(Suspects.TIDY_EVERY);
        assertEquals(0, world.suspects.count());
        assertEquals(List.of(), copies());
        assertEquals(Optional.empty(), world.suspects.problem());
    }

    @Test
    void whatWasSetAsideIsTriedAfterAnHourThenAfterTwo() {
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 5);
        assertTrue(world.runUntil(() -> world.waiting() == 1 && world.suspects.count() == 1));
        Duration since = world.now;
        assertTrue(world.runUntil(() -> world.closes == 4));
        assertEquals(60, minutesSince(since));
        Duration first = world.now;
        assertTrue(world.runUntil(() -> world.closes == 5));
        assertEquals(120, minutesSince(first));
        world.closesOver = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0));
        assertTrue(world.runUntil(() -> world.suspects.count() == 0));
    }

    @Test
    void aTrialThatCostsTheConnectionIsLaidToNobodyElsesCharge() {
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 5);
        assertTrue(world.runUntil(() -> world.waiting() == 1 && world.suspects.count() == 1));
        int arrived = world.arrived.size();
        for (int i = 0; i < 360 * 50; i++) {
            world.log.commit(MEASUREMENT, 1);
            world.run(Duration.ofSeconds(10));
        }
        assertEquals(3 + 5, world.closes, "after 1, 3, 7, 15, 31 hours");
        assertEquals(1, world.suspects.count());
        assertEquals(arrived + 360 * 50, world.arrived.size());
    }

    @Test
    void theCommandTriesAllAtOnceUntilOneCostsTheConnection() {
        world.log.commit(MEASUREMENT, 20);
        doom(MEASUREMENT, 3, 7, 11);
        assertTrue(world.runUntil(() -> world.waiting() == 3 && world.suspects.count() == 3));
        int closes = world.closes;

        world.suspects.retry();
        world.run(Suspects.PAUSE.minusSeconds(10));
        assertEquals(closes + 1, world.closes);

        world.closesOver = id -> false;
        world.suspects.retry();
        world.run(Duration.ofSeconds(70));
        assertEquals(0, world.waiting());
        assertEquals(0, world.suspects.count());
    }

    @Test
    void afterARestartItIsStillSetAside() throws IOException {
        world.log.commit(MEASUREMENT, 100);
        doom(MEASUREMENT, 50);
        assertTrue(world.runUntil(() -> world.suspects.count() == 1));
        world.restart();
        assertEquals(1, world.suspects.count());
        assertTrue(world.runUntil(() -> world.waiting() == 1));
        assertEquals(3, world.closes);
        assertEquals(99, world.arrived.size());
        world.closesOver = id -> false;
        assertTrue(world.runUntil(() -> world.suspects.count() == 0));
        assertEquals(0, world.waiting());
        assertEquals(List.of(), copies());
    }

    @Test
    void aRestartAmongTheStrikesOnlyBeginsToCountAnew() {
        world.log.commit(MEASUREMENT, 100);
        doom(MEASUREMENT, 50);
        assertTrue(world.runUntil(() -> world.closes == 2));
        world.restart();
        assertTrue(world.runUntil(() -> world.waiting() == 1));
        assertEquals(5, world.closes);
        assertEquals(1, world.suspects.count());
    }

    @Test
    void aBatchThatCannotBeCopiedHoldsUpNobody() throws IOException {
        Files.createFile(folder); // where the folder should be
        world.log.commit(ALARM, 3);
        world.log.commit(MEASUREMENT, 100);
        doom(ALARM, 2);
        world.run(Duration.ofMinutes(10));
        assertEquals(List.of(1L, 3L), world.arrivedSeqs(ALARM));
        assertEquals(100, world.arrivedSeqs(MEASUREMENT).size());
        assertEquals(1, world.suspects.count());
        assertTrue(problem().startsWith("1 batches are set aside, 1 of them without a copy"), this::problem);
        assertTrue(problem().contains(folder.toString()), this::problem);
    }

    @Test
    void aBatchWithoutACopyIsTriedLikeTheOthersAndCopiedAsSoonAsThatIsPossible() throws IOException {
        Files.createFile(folder);
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 5);
        world.run(Duration.ofMinutes(10));
        assertEquals(3, world.closes);
        world.run(Duration.ofHours(1));
        assertEquals(4, world.closes);
        assertTrue(problem().contains("without a copy"), this::problem);

        Files.delete(folder);
        world.run(Duration.ofHours(2));
        assertEquals(5, world.closes);
        assertEquals(1, copies().size());
        assertTrue(problem().startsWith("1 batches are set aside in"), this::problem);

        world.restart();
        assertEquals(1, world.suspects.count());
        world.closesOver = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0 && world.suspects.count() == 0));
        assertEquals(List.of(), copies());
    }

    @Test
    void aBatchWithoutACopyThatGetsThroughIsForgotten() throws IOException {
        Files.createFile(folder);
        world.log.commit(MEASUREMENT, 100);
        doom(MEASUREMENT, 50);
        world.run(Duration.ofMinutes(10));
        world.closesOver = id -> false;
        world.suspects.retry();
        world.run(Suspects.TIDY_EVERY.multipliedBy(2));
        assertEquals(0, world.waiting());
        assertEquals(Optional.empty(), world.suspects.problem());
        assertTrue(Files.isRegularFile(folder));
    }

    @Test
    void aBatchWithoutACopyThatTheStoreGaveUpIsForgotten() throws IOException {
        Files.createFile(folder);
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 5);
        world.run(Duration.ofMinutes(10));
        world.log.giveWay(world.log.id(MEASUREMENT, 5));
        world.run(Suspects.TIDY_EVERY);
        assertEquals(Optional.empty(), world.suspects.problem());
        world.run(Duration.ofHours(3));
        assertEquals(3, world.closes);
    }

    @Test
    void onlySoManyAreSetAsideWithoutACopy() throws IOException {
        Files.createFile(folder);
        world.log.commit(MEASUREMENT, 200);
        world.closesOver = id -> true;
        world.run(Duration.ofMinutes(30));
        assertEquals(Suspects.MOST, world.suspects.count());
        assertTrue(problem().contains("measurement 65 does not get through"), this::problem);

        Files.delete(folder);
        world.run(Duration.ofMinutes(10));
        assertEquals(Suspects.MOST, copies().size(), "as before");
        world.closesOver = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0 && world.suspects.count() == 0));
        assertEquals(Optional.empty(), world.suspects.problem());
    }

    @Test
    void whatTheStoreGaveUpIsTriedFromItsCopy() throws IOException {
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 5);
        assertTrue(world.runUntil(() -> world.suspects.count() == 1 && world.waiting() == 1));
        BatchId doomed = world.log.id(MEASUREMENT, 5);
        world.log.giveWay(doomed);
        world.run(Duration.ofMinutes(10));
        assertEquals(1, copies().size(), "it is the last");
        world.closesOver = id -> false;
        world.neverReceipts = doomed::equals;
        assertTrue(world.runUntil(() -> world.arrived.containsKey(doomed)));
        world.run(Suspects.TIDY_EVERY);
        assertEquals(1, world.suspects.count(), "nothing says that it was receipted");

        world.neverReceipts = id -> false;
        world.suspects.retry();
        world.run(Suspects.TIDY_EVERY.multipliedBy(2));
        assertEquals(0, world.suspects.count(), "now something does");
        assertEquals(List.of(), copies());
    }

    @Test
    void wherePubackFreesItEndsWhatWasSetAsideToo() throws IOException {
        world.puback = true;
        world.neverReceipts = id -> true;
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 4, 5);
        assertTrue(world.runUntil(() -> world.suspects.count() == 2 && world.waiting() == 2));
        world.log.giveWay(world.log.id(MEASUREMENT, 4));
        world.closesOver = id -> false;
        world.suspects.retry();
        world.run(Duration.ofMinutes(1));
        assertEquals(0, world.waiting());
        assertEquals(0, world.suspects.count());
        assertEquals(List.of(), copies());
    }

    @Test
    void aCopyThatSomebodyDamagedIsNotSent() throws IOException {
        world.log.commit(MEASUREMENT, 10);
        doom(MEASUREMENT, 5);
        assertTrue(world.runUntil(() -> world.suspects.count() == 1));
        Files.write(copies().get(0), new byte[] {1, 2, 3});
        world.closesOver = id -> false;
        assertTrue(world.runUntil(() -> world.waiting() == 0), "the store has it still");
        assertEquals(0, world.suspects.count());
    }

    @Test
    void foreignAndDamagedFilesAreLeftOutWhenTheFolderIsRead() throws IOException {
        world.log.commit(MEASUREMENT, 2);
        Files.createDirectories(folder);
        Files.write(folder.resolve("measurement-1-0000000000000000.cose"), new byte[] {1, 2, 3});
        Files.write(
                folder.resolve("alarm-1-0000000000000000.cose"),
                world.log.batch(MEASUREMENT, 1).bytes());
        Files.write(folder.resolve("measurement-2.cose.new"), new byte[] {1});
        world.restart();
        assertEquals(0, world.suspects.count());
        assertTrue(world.runUntil(() -> world.waiting() == 0));
    }

    private BatchId neverReceiptsTheFifth() {
        world.log.commit(MEASUREMENT, 10);
        BatchId doomed = world.log.id(MEASUREMENT, 5);
        world.neverReceipts = doomed::equals;
        return doomed;
    }

    /** New measurements every 10 s, as in life. */
    private void keepGoing(BooleanSupplier until) {
        for (int i = 0; i < 100 && !until.getAsBoolean(); i++) {
            world.log.commit(MEASUREMENT, 1);
            world.run(Duration.ofSeconds(10));
        }
        assertTrue(until.getAsBoolean());
    }

    private void doom(Lane lane, long... seqs) {
        Set<BatchId> doomed = new HashSet<>();
        for (long seq : seqs) {
            doomed.add(world.log.id(lane, seq));
        }
        world.closesOver = doomed::contains;
    }

    private long minutesSince(Duration then) {
        return world.now.minus(then).plusSeconds(30).toMinutes();
    }

    private String problem() {
        return world.suspects.problem().orElse("none");
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
