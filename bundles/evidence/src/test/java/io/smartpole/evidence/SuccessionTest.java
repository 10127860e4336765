package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.evidence.store.MemoryDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.NextKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final Settings SETTINGS =
            new Settings(Duration.ofSeconds(10), 4, Duration.ofMinutes(15), new StoreLimits(32, Duration.ofDays(2)));

    private MemoryDisk disk = new MemoryDisk();
    private TestKey first = TestKey.generate();
    private TestKeys keys = new TestKeys(first);
    private FakeTime time = new FakeTime();
    private ReadingQueue queue = new ReadingQueue(20, 4);
    private Succession succession = new Succession(keys);
    private @Nullable SegmentStore opened;
    private CompletableFuture<KeyId> asked = new CompletableFuture<>();
    private Writer writer = process();

    /** A new process on the same disk, with the same keys. */
    private Writer process() {
        time = new FakeTime();
        queue = new ReadingQueue(20, 4);
        succession = new Succession(keys);
        return new Writer(
                time,
                new Agenda(time, queue, () -> SETTINGS, "1.2.3", succession),
                new Sealer(time, keys, TestKey.POLE),
                () -> opened = SegmentStore.open(disk, SETTINGS.limits()),
                SETTINGS::limits,
                lane -> {});
    }

    private void ask() {
        asked = succession.ask();
    }

    private void measure() {
        queue.add(TEMPERATURE.reading(Value.of(20.5), time.now()));
        time.pass(Duration.ofSeconds(10));
        writer.step();
        time.pass(Duration.ofSeconds(10));
        writer.step();
    }

    /** What a platform that knows only the first key makes of all that is stored. */
    private List<Verified> received() {
        EvidenceReceiver receiver =
                new EvidenceReceiver(id -> id.equals(first.id()) ? Optional.of(first.publicKey()) : Optional.empty());
        SegmentStore store = Objects.requireNonNull(opened);
        List<Verified> received = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            Optional<StoredBatch> next = store.nextUnreceipted(lane, EvidenceLog.FROM_START);
            while (next.isPresent()) {
                received.add(assertInstanceOf(
                        Verified.class, receiver.check(next.get().bytes())));
                next = store.nextUnreceipted(lane, next.get().position());
            }
        }
        assertEquals(List.of(), receiver.missing());
        return received;
    }

    private static long signedBy(KeyId key, List<Verified> received) {
        return received.stream().filter(batch -> batch.id().key().equals(key)).count();
    }

    private static long naming(List<Verified> received) {
        return received.stream()
                .filter(batch ->
                        NextKey.in(batch.batch().header(), batch.records()).isPresent())
                .count();
    }

    private static void assertWhole(List<Verified> received) {
        assertWhole(received, "");
    }

    private static void assertWhole(List<Verified> received, String say) {
        received.forEach(batch -> assertTrue(
                batch.link().good(), say + " " + batch.id() + " " + batch.link().text()));
    }

    @Test
    void aProcessThatIsAskedForANewKeyBeforeItsStoreIsOpenTellsItsStartFirst() {
        ask();
        writer.step();
        assertEquals(keys.id(), asked.join());
        assertTrue(received().get(0).records().stream()
                .anyMatch(record -> record.name().endsWith("/" + GatewayRecords.START.name())));
    }

    @Test
    void theOldKeyNamesTheNextOneInEachLaneAndItsChainsGoOn() {
        measure();
        CompletableFuture<KeyId> done = succession.ask();
        writer.step();
        assertEquals(keys.id(), done.join());
        assertFalse(keys.id().equals(first.id()));
        measure();

        List<Verified> received = received();
        assertWhole(received);
        assertEquals(4, signedBy(first.id(), received), "start, measurement, and the end of both lanes");
        assertEquals(1, signedBy(keys.id(), received));
        assertEquals(2, naming(received));
        assertEquals(Link.CONTINUES, received.get(received.size() - 1).link());
    }

    @Test
    void aKeyThatNeverMeasuredHandsOverInBothLanesToo() {
        writer.step();
        ask();
        writer.step();
        measure();
        assertWhole(received());
        assertEquals(2, naming(received()));
    }

    @Test
    void keysFollowEachOther() {
        measure();
        for (int i = 0; i < 3; i++) {
            CompletableFuture<KeyId> done = succession.ask();
            writer.step();
            assertEquals(keys.id(), done.join());
            measure();
        }
        List<Verified> received = received();
        assertWhole(received);
        assertEquals(6, naming(received));
        assertEquals(3, keys.former().size());
    }

    @Test
    void whoAsksTwiceBeforeItBeganGetsOneKey() {
        CompletableFuture<KeyId> one = succession.ask();
        assertSame(one, succession.ask());
        measure();
        assertEquals(1, keys.former().size());
    }

    @Test
    void whatWasNotBegunCanBeWithdrawn() {
        ask();
        assertTrue(succession.withdraw(asked));
        measure();
        assertEquals(first.id(), keys.id());
        assertFalse(asked.isDone());

        CompletableFuture<KeyId> done = succession.ask();
        writer.step();
        assertFalse(succession.withdraw(done));
    }

    @Test
    void withoutANextKeyTheOldOneSignsOn() {
        measure();
        keys.fail("prepare");
        ask();
        measure();
        assertTrue(asked.isCompletedExceptionally());
        assertInstanceOf(
                IOException.class, asked.handle((id, problem) -> problem).join());
        assertNull(writer.problem());
        assertEquals(0, naming(received()));
        assertEquals(first.id(), keys.id());

        keys.fail(null);
        ask();
        writer.step();
        assertFalse(keys.id().equals(first.id()));
    }

    @Test
    void whileHandingOverFailsNothingIsSignedAndThenItGoesOn() {
        measure();
        keys.fail("handOver");
        CompletableFuture<KeyId> done = succession.ask();
        measure();
        assertNotNull(writer.problem());
        assertEquals(2, naming(received()));
        long before = received().size();
        measure();
        assertEquals(before, received().size());

        keys.fail(null);
        time.pass(Duration.ofMinutes(1));
        writer.step();
        time.pass(Duration.ofSeconds(10));
        writer.step();
        assertEquals(keys.id(), done.join());
        assertNull(writer.problem());
        assertWhole(received());
        assertEquals(1, signedBy(keys.id(), received()), "both measurements that waited");
    }

    @Test
    void whileTheDiskFailsTheEndsWaitAndNothingElseIsSigned() {
        measure();
        disk.fail("force");
        CompletableFuture<KeyId> done = succession.ask();
        measure();
        assertFalse(done.isDone());
        assertEquals(first.id(), keys.id());
        disk.heal();
        time.pass(Duration.ofMinutes(1));
        writer.step();
        assertEquals(keys.id(), done.join());
        measure();
        assertWhole(received());
    }

    @Test
    void anEndWhoseNextKeyIsLostLeavesTheOldOneSigning() {
        measure();
        keys.fail("handOver");
        ask();
        measure();
        keys.losePrepared();
        keys.fail(null);
        writer = process();
        measure();
        assertNull(writer.problem());
        assertEquals(first.id(), keys.id());
        assertTrue(received().stream().anyMatch(batch -> batch.link() == Link.ENDED));
    }

    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void whereverThePowerGoesThereIsOneChainThatNamesItsNextKey() {
        long seed = System.identityHashCode(disk);
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            int step = 0;
            while (powerCutAt(step, random, "seed " + seed + ", round " + round + ", step " + step)) {
                step++;
            }
            assertTrue(step >= 12, "cut " + step + " times");
        }
    }

    /** @return false if all was done before */
    private boolean powerCutAt(int step, Random random, String say) {
        disk = new MemoryDisk();
        first = TestKey.generate();
        keys = new TestKeys(first);
        writer = process();
        measure();
        int[] left = {step};
        Runnable tick = () -> {
            if (left[0]-- == 0) {
                throw new PowerCut();
            }
        };
        disk.fault((what, name) -> tick.run());
        keys.onStep(tick);
        ask();
        boolean cut = false;
        try {
            writer.step();
            measure();
        } catch (PowerCut e) {
            cut = true;
            disk.powerCut(random);
        }
        disk.heal();
        keys.onStep(() -> {});
        Optional<KeyId> prepared = keys.prepared().map(EvidenceKey::id);
        writer = process();
        measure();
        List<Verified> received = received();
        assertWhole(received, say);
        assertEquals(keys.id().equals(first.id()) ? 0 : 2, naming(received), say);
        assertEquals(0, signedByOthers(received), say);

        if (keys.id().equals(first.id())) {
            ask();
            writer.step();
            prepared.ifPresent(key -> assertEquals(key, keys.id(), say));
            measure();
            assertWhole(received(), say);
            assertEquals(2, naming(received()), say);
        }
        return cut;
    }

    private long signedByOthers(List<Verified> received) {
        return received.stream()
                .map(batch -> batch.id().key())
                .filter(key -> !key.equals(first.id()) && !key.equals(keys.id()))
                .count();
    }

    @Test
    void aStartAfterAPowerCutInBetweenNamesBothKeys() {
        measure();
        keys.fail("handOver");
        ask();
        measure();
        keys.fail(null);
        String boot = time.boot().hex();
        writer = process();
        writer.step();
        assertFalse(asked.isDone(), "that process is gone");

        Verified start = received().stream()
                .filter(batch ->
                        batch.id().key().equals(keys.id()) && batch.id().lane() == ALARM)
                .findFirst()
                .orElseThrow();
        assertEquals(1, start.id().seq());
        List<String> records = start.records().stream()
                .map(record -> record.name().substring("dormagen/p-1/gateway/".length()) + "="
                        + (record.value() instanceof Value.Text text ? text.text() : record.value()))
                .toList();
        assertTrue(records.contains("start=after-unclean-stop"), records.toString());
        assertTrue(records.contains("previous-key=" + first.id().hex()), records.toString());
        assertTrue(records.contains("previous-boot=" + boot), records.toString());
    }
}
