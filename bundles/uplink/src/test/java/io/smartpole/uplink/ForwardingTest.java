package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Lane;
import io.smartpole.uplink.Forwarding.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForwardingTest {

    private static final Duration START = Duration.ofSeconds(100);

    private final FakeLog log = new FakeLog();
    private final Forwarding forwarding = new Forwarding(log);

    @Test
    void nothingStoredNothingSent() {
        assertEquals("", publishAll(START));
        assertEquals(Optional.empty(), forwarding.due());
    }

    @Test
    void alarmsGoFirstAndTheOldestOfEachLane() {
        log.commit(Lane.MEASUREMENT, 2);
        log.commit(Lane.ALARM, 2);
        assertEquals("a1 a2 m1 m2", publishAll(START));
    }

    @Test
    void fourAreInFlightAtMost() {
        log.commit(Lane.MEASUREMENT, 9);
        assertEquals("m1 m2 m3 m4", publishAll(START));
        acknowledge(Lane.MEASUREMENT, 2);
        assertEquals("m5", publishAll(START));
        assertEquals("", publishAll(START));
    }

    @Test
    void anAlarmTakesTheNextFreePlaceInTheWindow() {
        log.commit(Lane.MEASUREMENT, 9);
        publishAll(START);
        log.commit(Lane.ALARM, 1);
        acknowledge(Lane.MEASUREMENT, 1);
        assertEquals("a1", publishAll(START));
    }

    @Test
    void whatTheConnectionDidNotTakeIsOfferedAgain() {
        log.commit(Lane.ALARM, 1);
        assertEquals("a1", name(forwarding.next(START).orElseThrow()));
        assertEquals("a1", name(forwarding.next(START).orElseThrow()));
    }

    @Test
    void anAcknowledgedBatchWaitsForItsReceiptAndIsSentAgainWithoutOne() {
        log.commit(Lane.ALARM, 2);
        publishAll(START);
        acknowledgeAll(START);
        Duration due = START.plus(Forwarding.RECEIPT_TIMEOUT);
        assertEquals(Optional.of(due), forwarding.due());
        assertEquals("", publishAll(due.minusMillis(1)));
        assertEquals("a1 a2", publishAll(due));
    }

    @Test
    void aReceiptedBatchIsNotSentAgain() {
        log.commit(Lane.ALARM, 2);
        publishAll(START);
        acknowledgeAll(START);
        log.receipt(FakeLog.id(Lane.ALARM, 1));
        assertEquals("a2", publishAll(START.plus(Forwarding.RECEIPT_TIMEOUT)));
    }

    @Test
    void aReceiptMayComeBeforeTheAcknowledgement() {
        log.commit(Lane.ALARM, 1);
        publishAll(START);
        log.receipt(FakeLog.id(Lane.ALARM, 1));
        acknowledgeAll(START);
        assertEquals("", publishAll(START.plus(Forwarding.RECEIPT_TIMEOUT)));
        assertEquals(Optional.empty(), forwarding.due());
    }

    @Test
    void theWaitDoublesWhileThePlatformIsSilentAndStartsAnewAfterAReceipt() {
        log.commit(Lane.ALARM, 3);
        Duration now = START;
        publishAll(now);
        for (int seconds : new int[] {30, 60, 120, 240, 480, 480}) {
            acknowledgeAll(now);
            assertEquals("", publishAll(now.plusSeconds(seconds).minusMillis(1)));
            now = now.plusSeconds(seconds);
            assertEquals("a1 a2 a3", publishAll(now));
        }
        acknowledgeAll(now);
        log.receipt(FakeLog.id(Lane.ALARM, 2));
        forwarding.receiptArrived(now);
        assertEquals("", publishAll(now.plus(Forwarding.LOOK_AFTER_RECEIPT)));
        assertEquals("a1 a3", publishAll(now.plusSeconds(30)));
    }

    @Test
    void aSilentPlatformIsNotSentTheWholeBacklog() {
        log.commit(Lane.MEASUREMENT, 1000);
        assertEquals(Forwarding.UNRECEIPTED, drain(START).size());
        log.commit(Lane.ALARM, 1);
        assertEquals("a1", publishAll(START), "alarms have a limit of their own");
    }

    @Test
    void aFullLaneGoesOnSoonAfterReceiptsArrived() {
        log.commit(Lane.MEASUREMENT, 1000);
        drain(START);
        log.receipt(FakeLog.id(Lane.MEASUREMENT, 1));
        log.receipt(FakeLog.id(Lane.MEASUREMENT, 7));
        forwarding.receiptArrived(START);
        Duration look = START.plus(Forwarding.LOOK_AFTER_RECEIPT);
        assertEquals(Optional.of(look), forwarding.due());
        assertEquals("", publishAll(look.minusMillis(1)));
        assertEquals("m257 m258", publishAll(look));
    }

    @Test
    void aFullLaneLooksAgainAlsoWhenTheReceiptWasAdmittedLate() {
        log.commit(Lane.MEASUREMENT, 1000);
        drain(START);
        forwarding.receiptArrived(START);
        assertEquals("", publishAll(START.plus(Forwarding.LOOK_AFTER_RECEIPT)));
        log.receipt(FakeLog.id(Lane.MEASUREMENT, 1));
        assertEquals(
                "m257", publishAll(START.plus(Forwarding.LOOK_AFTER_RECEIPT).plus(Forwarding.SECOND_LOOK)));
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
            now = now.plus(Forwarding.LOOK_AFTER_RECEIPT);
        }
        assertEquals(1000, sent);
    }

    @Test
    void aFreedBatchNeedsNoReceipt() {
        log.commit(Lane.ALARM, 1);
        Outgoing outgoing = forwarding.next(START).orElseThrow();
        forwarding.published(outgoing, START);
        forwarding.acknowledged(outgoing, START);
        log.receipt(outgoing.batch().id());
        forwarding.freed(outgoing);
        assertEquals(Optional.empty(), forwarding.due());
    }

    @Test
    void aMissingAcknowledgementShows() {
        log.commit(Lane.ALARM, 1);
        log.commit(Lane.MEASUREMENT, 1);
        publishAll(START);
        Duration limit = START.plus(Forwarding.PUBACK_TIMEOUT);
        assertFalse(forwarding.stalled(limit.minusMillis(1)));
        assertTrue(forwarding.stalled(limit));
        acknowledge(Lane.ALARM, 1);
        assertTrue(forwarding.stalled(limit));
        acknowledge(Lane.MEASUREMENT, 1);
        assertFalse(forwarding.stalled(limit));
    }

    /** Whatever the order of acknowledgements and receipts: limits hold, nothing is lost, nothing receipted goes out. */
    @Test
    void randomOrdersKeepTheLimitsAndDeliverEverything() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            FakeLog store = new FakeLog();
            Forwarding all = new Forwarding(store);
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
                    long position = outgoing.batch().position();
                    assertTrue(
                            store.nextUnreceipted(outgoing.lane(), position - 1)
                                    .filter(found -> found.position() == position)
                                    .isPresent(),
                            "receipted batch sent, seed " + seed);
                    assertFalse(inFlight.contains(outgoing), "sent twice at once, seed " + seed);
                    all.published(outgoing, now);
                    inFlight.add(outgoing);
                }
                assertTrue(inFlight.size() <= Forwarding.WINDOW, "window, seed " + seed);
                while (!inFlight.isEmpty() && (step >= 200 || random.nextBoolean())) {
                    Outgoing acknowledged = inFlight.remove(random.nextInt(inFlight.size()));
                    all.acknowledged(acknowledged, now);
                    waiting.add(acknowledged);
                }
                // the platform loses every third
                while (!waiting.isEmpty() && random.nextBoolean()) {
                    Outgoing arrived = waiting.remove(random.nextInt(waiting.size()));
                    if (random.nextInt(3) > 0) {
                        store.receipt(arrived.batch().id());
                        all.receiptArrived(now);
                    }
                }
            }
            assertEquals(0, store.backlog().batches(), "left over, seed " + seed);
        }
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
