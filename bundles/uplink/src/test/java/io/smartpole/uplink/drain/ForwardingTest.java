package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.reading.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardingTest {

    private static final Duration START = Duration.ofSeconds(100);

    /** Where nothing is, since nothing is set aside here: see {@link DoomTest}. */
    private static final Path NOWHERE = Path.of("no-such-folder");

    private final FakeLog log = new FakeLog();
    private final Forwarding forwarding = new Forwarding(log, new Suspects(NOWHERE, log));

    @Test
    void nothingStoredNothingSent() {
        assertEquals("", publishAll(START));
        assertEquals(Optional.empty(), forwarding.due());
    }

    @Test
    void alarmsGoFirstAndTheOldestOfEachLane() {
        theLineIsKnown();
        log.commit(Lane.MEASUREMENT, 2);
        log.commit(Lane.ALARM, 2);
        assertEquals("a2 a3 m1 m2", publishAll(START));
    }

    @Test
    void theFirstBatchGoesAloneThenFourAreInFlight() {
        log.commit(Lane.MEASUREMENT, 9);
        assertEquals("m1", publishAll(START));
        assertEquals("", publishAll(START));
        acknowledgeAll(START);
        assertEquals("m2 m3 m4 m5", publishAll(START));
        acknowledge(Lane.MEASUREMENT, 3);
        assertEquals("m6", publishAll(START));
        assertEquals("", publishAll(START));
    }

    @Test
    void anAlarmTakesTheNextFreePlaceInTheWindow() {
        theLineIsKnown();
        log.commit(Lane.MEASUREMENT, 9);
        publishAll(START);
        log.commit(Lane.ALARM, 1);
        acknowledge(Lane.MEASUREMENT, 1);
        assertEquals("a2", publishAll(START));
    }

    @Test
    void whatTheConnectionDidNotTakeIsOfferedAgain() {
        log.commit(Lane.ALARM, 1);
        assertEquals("a1", name(forwarding.next(START).orElseThrow()));
        assertEquals("a1", name(forwarding.next(START).orElseThrow()));
    }

    @Test
    void whatWasReceiptedWhileItWasOfferedIsNotSent() {
        log.commit(Lane.ALARM, 2);
        assertEquals("a1", name(forwarding.next(START).orElseThrow()));
        log.receipt(log.id(Lane.ALARM, 1));
        assertEquals("a2", name(forwarding.next(START).orElseThrow()));
    }

    @Test
    void anAcknowledgedBatchWaitsForItsReceiptAndIsSentAgainWithoutOne() {
        log.commit(Lane.ALARM, 2);
        drain(START);
        Duration due = START.plus(Track.RECEIPT_TIMEOUT);
        assertEquals(Optional.of(due), forwarding.due());
        assertEquals("", publishAll(due.minusMillis(1)));
        assertEquals("a1 a2", publishAll(due));
    }

    @Test
    void aReceiptedBatchIsNotSentAgain() {
        log.commit(Lane.ALARM, 2);
        drain(START);
        log.receipt(log.id(Lane.ALARM, 1));
        assertEquals("a2", publishAll(START.plus(Track.RECEIPT_TIMEOUT)));
    }

    @Test
    void whatIsWantedAgainIsSentAgainOldestFirstThoughItLiesBehind() {
        theLineIsKnown();
        log.commit(Lane.MEASUREMENT, 4);
        publishAll(START);
        acknowledgeAll(START);
        for (long seq = 1; seq <= 4; seq++) {
            log.receipt(log.id(Lane.MEASUREMENT, seq));
        }
        forwarding.receiptArrived(START);
        assertEquals("", publishAll(START.plusSeconds(1)));

        log.reopen(Lane.MEASUREMENT, 2);
        log.reopen(Lane.MEASUREMENT, 3);
        log.commit(Lane.MEASUREMENT, 1);
        log.commit(Lane.ALARM, 1);
        assertEquals("a2 m2 m3 m5", publishAll(START.plusSeconds(2)));
        assertEquals("", publishAll(START.plusSeconds(2)));
    }

    @Test
    void whatTheStoreGaveUpIsNoLongerWaitedFor() {
        log.commit(Lane.ALARM, 1);
        drain(START);
        log.giveWay(log.id(Lane.ALARM, 1));
        assertEquals("", publishAll(START.plus(Track.RECEIPT_TIMEOUT)));
        assertEquals(Optional.empty(), forwarding.due());
    }

    @Test
    void aReceiptMayComeBeforeTheAcknowledgement() {
        log.commit(Lane.ALARM, 1);
        publishAll(START);
        log.receipt(log.id(Lane.ALARM, 1));
        acknowledgeAll(START);
        assertEquals("", publishAll(START.plus(Track.RECEIPT_TIMEOUT)));
        assertEquals(Optional.empty(), forwarding.due());
    }

    @Test
    void theWaitDoublesWhileThePlatformIsSilentAndStartsAnewAfterAReceipt() {
        theLineIsKnown();
        log.commit(Lane.ALARM, 3);
        Duration now = START;
        publishAll(now);
        for (int seconds : new int[] {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
            acknowledgeAll(now);
            assertEquals("", publishAll(now.plusSeconds(seconds).minusMillis(1)));
            now = now.plusSeconds(seconds);
            assertEquals("a2 a3 a4", publishAll(now));
        }
        acknowledgeAll(now);
        log.receipt(log.id(Lane.ALARM, 3));
        forwarding.receiptArrived(now);
        assertEquals("", publishAll(now.plus(Track.LOOK_AFTER_RECEIPT)));
        assertEquals("", publishAll(now.plusSeconds(30)), "it may be working off what waited for it");
        assertEquals("a2 a4", publishAll(now.plus(Track.LOOK_AFTER_RECEIPT).plusSeconds(30)));
    }

    @Test
    void aSilentPlatformIsNotSentTheWholeBacklog() {
        log.commit(Lane.MEASUREMENT, 1000);
        assertEquals(Track.UNRECEIPTED, drain(START).size());
        log.commit(Lane.ALARM, 1);
        assertEquals("a1", publishAll(START), "alarms have a limit of their own");
    }

    @Test
    void aSilentPlatformIsSentFourAgainInTurnAndAllSomeTimeAfterItAnswered() {
        theLineIsKnown();
        log.commit(Lane.MEASUREMENT, 10);
        drain(START);
        Duration now = START.plusSeconds(30);
        assertEquals("m1 m2 m3 m4", publishAll(now));
        acknowledgeAll(now);
        assertEquals("", publishAll(now.plusSeconds(60).minusMillis(1)));
        now = now.plusSeconds(60);
        assertEquals(Optional.of(now), forwarding.due());
        assertEquals("m5 m6 m7 m8", publishAll(now));
        acknowledgeAll(now);
        log.receipt(log.id(Lane.MEASUREMENT, 7));
        forwarding.receiptArrived(now);
        now = now.plus(Track.LOOK_AFTER_RECEIPT);
        assertEquals("", publishAll(now));
        now = now.plus(Track.RECEIPT_TIMEOUT);
        assertEquals("m1 m2 m3 m4", publishAll(now), "a window full");
        acknowledgeAll(now);
        assertEquals("m5 m6 m8 m9", publishAll(now));
        acknowledgeAll(now);
        assertEquals("m10", publishAll(now));
    }

    @Test
    void fromAPlatformThatAnswersAllThatIsOverdueIsSentAgain() {
        theLineIsKnown();
        log.commit(Lane.MEASUREMENT, 7);
        drain(START);
        log.receipt(log.id(Lane.MEASUREMENT, 7));
        forwarding.receiptArrived(START);
        Duration now = START.plusSeconds(30);
        assertEquals("", publishAll(START.plus(Track.LOOK_AFTER_RECEIPT)));
        assertEquals("m1 m2 m3 m4", publishAll(now), "a window full");
        acknowledgeAll(now);
        assertEquals("m5 m6", publishAll(now));
    }

    @Test
    void aFullLaneGoesOnSoonAfterReceiptsArrived() {
        log.commit(Lane.MEASUREMENT, 1000);
        drain(START);
        log.receipt(log.id(Lane.MEASUREMENT, 1));
        log.receipt(log.id(Lane.MEASUREMENT, 7));
        forwarding.receiptArrived(START);
        Duration look = START.plus(Track.LOOK_AFTER_RECEIPT);
        assertEquals(Optional.of(look), forwarding.due());
        assertEquals("", publishAll(look.minusMillis(1)));
        assertEquals("m257 m258", publishAll(look));
    }

    @Test
    void aFullLaneLooksAgainAlsoWhenTheReceiptWasAdmittedLate() {
        log.commit(Lane.MEASUREMENT, 1000);
        drain(START);
        forwarding.receiptArrived(START);
        assertEquals("", publishAll(START.plus(Track.LOOK_AFTER_RECEIPT)));
        log.receipt(log.id(Lane.MEASUREMENT, 1));
        assertEquals("m257", publishAll(START.plus(Track.LOOK_AFTER_RECEIPT).plus(Track.SECOND_LOOK)));
    }

    @Test
    void oneBatchThatIsNeverReceiptedDoesNotHoldUpTheOthers() {
        log.commit(Lane.MEASUREMENT, 1000);
        Duration now = START;
        int sent = 0;
        while (log.backlog().batches() > 1 && sent < 2000) {
            for (Outgoing outgoing : drain(now)) {
                sent++;
                if (outgoing.batch().position() != 5) {
                    log.receipt(outgoing.batch().id());
                }
            }
            forwarding.receiptArrived(now);
            now = now.plus(Track.LOOK_AFTER_RECEIPT);
        }
        assertEquals(1000, sent);
    }

    @Test
    void aFreedBatchNeedsNoReceipt() {
        log.commit(Lane.ALARM, 1);
        Outgoing outgoing = forwarding.next(START).orElseThrow();
        forwarding.published(outgoing, START);
        forwarding.acknowledged(outgoing, START);
        forwarding.free(outgoing);
        assertEquals(Optional.empty(), forwarding.due());
        assertEquals(0, log.backlog().batches());
    }

    @Test
    void aReceiptShowsThatABatchGotThroughEvenWithoutAnAcknowledgement() {
        log.commit(Lane.MEASUREMENT, 10);
        Duration now = START;
        for (int seq = 1; seq <= 10; seq++) {
            assertEquals("m" + seq, publishAll(now));
            log.receipt(log.id(Lane.MEASUREMENT, seq));
            forwarding.witnessAcknowledged(forwarding.nextOrder());
            now = now.plus(Flights.LEFT_OUT_AFTER);
            assertTrue(forwarding.lineTakesBatches());
        }
    }

    @Test
    void anAcknowledgementThatCameTooLateIsStillOne() {
        theLineIsKnown();
        log.commit(Lane.MEASUREMENT, 2);
        publishAll(START);
        Outgoing first = inFlight.get(0);
        acknowledge(Lane.MEASUREMENT, 2);
        Duration later = START.plus(Flights.LEFT_OUT_AFTER);
        assertEquals("m1", publishAll(later), "it was left out, and is sent again");
        forwarding.acknowledged(first, later); // of the first time
        assertEquals("", publishAll(later));
        forwarding.acknowledged(first, later);
        assertEquals("", publishAll(later));
        assertEquals(0, forwarding.bytesInFlight());
    }

    /** Whatever the order of receipts: limits hold, nothing is lost, nothing receipted goes out. */
    @Test
    void randomReceiptsKeepTheLimitsAndDeliverEverything(@TempDir Path folder) {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            FakeLog store = new FakeLog();
            Forwarding all = new Forwarding(store, new Suspects(folder.resolve("seed-" + seed), store));
            List<Outgoing> inFlight = new ArrayList<>();
            List<Outgoing> waiting = new ArrayList<>();
            Duration now = START;
            for (int step = 0; step < 200 || (store.backlog().batches() > 0 && step < 5_000); step++) {
                now = now.plusMillis(random.nextInt(5_000));
                if (step < 200) {
                    store.commit(random.nextBoolean() ? Lane.ALARM : Lane.MEASUREMENT, random.nextInt(3));
                }
                for (Optional<Outgoing> next = all.next(now); next.isPresent(); next = all.next(now)) {
                    Outgoing outgoing = next.get();
                    assertEquals(Fate.WAITING, store.fate(outgoing.id()), "receipted batch sent, seed " + seed);
                    assertFalse(inFlight.contains(outgoing), "sent twice at once, seed " + seed);
                    all.published(outgoing, now);
                    inFlight.add(outgoing);
                }
                assertTrue(inFlight.size() <= Window.LARGEST, "window, seed " + seed);
                while (!inFlight.isEmpty() && (step >= 200 || random.nextBoolean())) {
                    Outgoing acknowledged = inFlight.remove(0);
                    all.acknowledged(acknowledged, now);
                    waiting.add(acknowledged);
                }
                // the platform loses every third, in the beginning
                while (!waiting.isEmpty() && random.nextBoolean()) {
                    Outgoing arrived = waiting.remove(random.nextInt(waiting.size()));
                    if (step >= 200 || random.nextInt(3) > 0) {
                        store.receipt(arrived.batch().id());
                        all.receiptArrived(now);
                    }
                }
            }
            assertEquals(0, store.backlog().batches(), "left over, seed " + seed);
        }
    }

    /** So that more than one may be in flight. */
    private void theLineIsKnown() {
        log.commit(Lane.ALARM, 1);
        Outgoing outgoing = forwarding.next(START).orElseThrow();
        forwarding.published(outgoing, START);
        forwarding.acknowledged(outgoing, START);
        forwarding.free(outgoing);
    }

    private final List<Outgoing> inFlight = new ArrayList<>();

    private String publishAll(Duration now) {
        List<String> names = new ArrayList<>();
        for (Optional<Outgoing> next = forwarding.next(now); next.isPresent(); next = forwarding.next(now)) {
            forwarding.published(next.get(), now);
            inFlight.add(next.get());
            names.add(name(next.get()));
        }
        return String.join(" ", names);
    }

    private List<Outgoing> drain(Duration now) {
        List<Outgoing> sent = new ArrayList<>();
        while (!publishAll(now).isEmpty()) {
            sent.addAll(inFlight);
            acknowledgeAll(now);
        }
        return sent;
    }

    private void acknowledgeAll(Duration now) {
        inFlight.forEach(outgoing -> forwarding.acknowledged(outgoing, now));
        inFlight.clear();
    }

    private void acknowledge(Lane lane, long position) {
        Outgoing outgoing = inFlight.stream()
                .filter(sent -> sent.lane() == lane && sent.batch().position() == position)
                .findFirst()
                .orElseThrow();
        inFlight.remove(outgoing);
        forwarding.acknowledged(outgoing, START);
    }

    private static String name(Outgoing outgoing) {
        return (outgoing.lane() == Lane.ALARM ? "a" : "m") + outgoing.batch().position();
    }
}
