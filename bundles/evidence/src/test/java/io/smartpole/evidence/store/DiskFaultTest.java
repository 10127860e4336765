package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static io.smartpole.evidence.store.Chain.KEY;
import static io.smartpole.evidence.store.Chain.LIMITS;
import static io.smartpole.evidence.store.Chain.NOW;
import static io.smartpole.evidence.store.Chain.append;
import static io.smartpole.evidence.store.Chain.offered;
import static io.smartpole.evidence.store.Chain.offeredSeqs;
import static io.smartpole.evidence.store.Chain.reopen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.reading.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFaultTest {

    private final MemoryDisk disk = new MemoryDisk();

    @ParameterizedTest
    @ValueSource(strings = {"write", "force", "openToWrite", "create"})
    void whatMayNotBeDurableIsNotStoredAndIsStoredOnceItCanBe(String operation) throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        SignedBatch batch = Chain.batch(KEY, MEASUREMENT, 1, 100, 0);
        disk.fail(operation);
        assertThrows(IOException.class, () -> store.append(batch, NOW));
        assertThrows(IOException.class, () -> store.append(batch, NOW));
        assertEquals(List.of(), offered(store, MEASUREMENT));
        assertEquals(0, store.backlog().committed());

        disk.heal();
        store.append(batch, NOW);
        assertEquals(List.of(batch.id()), offered(store, MEASUREMENT));
        assertEquals(List.of(batch.id()), offered(reopen(disk), MEASUREMENT));
    }

    @Test
    void afterAFailedForceTheSameFileIsNotBelievedAnyMore() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        append(store, MEASUREMENT, 100);
        SignedBatch second = Chain.batch(KEY, MEASUREMENT, 2, 100, 0);
        disk.fail("force");
        assertThrows(IOException.class, () -> store.append(second, NOW));
        disk.heal();
        store.append(second, NOW);
        append(store, MEASUREMENT, 100);
        assertEquals(Set.of("measurement-000000000001.seg", "measurement-000000000002.seg"), Set.copyOf(disk.names()));

        disk.powerCut(new Random(1));
        SegmentStore next = reopen(disk);
        assertEquals(List.of(1L, 2L, 3L), offeredSeqs(next, MEASUREMENT));
        assertTrue(next.untold().isEmpty());
    }

    @Test
    void aLaneGoesOnWhileTheFileOfTheOtherFails() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        append(store, MEASUREMENT, 100);
        append(store, ALARM, 100);
        disk.fault((what, name) -> {
            if (what.equals("force") && name.startsWith("measurement")) {
                throw new IOException("Input/output error");
            }
        });
        assertThrows(IOException.class, () -> append(store, MEASUREMENT, 100));
        append(store, ALARM, 100);
        assertEquals(List.of(1L, 2L), offeredSeqs(store, ALARM));
    }

    @Test
    void failedTriesLeaveNoFilesBehind() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        disk.fail("force");
        for (int i = 0; i < 20; i++) {
            assertThrows(IOException.class, () -> append(store, MEASUREMENT, 100));
        }
        assertEquals(List.of(), disk.names());
    }

    @Test
    void aFullDiskRefusesTheFirstBatchAndTakesItOnceThereIsRoom() throws Exception {
        disk.capacity(10 << 20);
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        IOException full = assertThrows(IOException.class, () -> append(store, MEASUREMENT, 100));
        assertTrue(String.valueOf(full.getMessage()).contains("disk is full"));

        disk.capacity(64 << 20);
        append(store, MEASUREMENT, 100);
        assertEquals(List.of(1L), offeredSeqs(store, MEASUREMENT));
    }

    /**
     * Appends, receipts, faults, restarts and power cuts in any order: what was committed is offered until it is
     * receipted, whatever happens.
     */
    @Test
    void whatWasCommittedIsNeverLostWhateverTheDiskAndThePowerDo() throws Exception {
        int rounds = Boolean.getBoolean("smartpole.full") ? 2000 : 30;
        for (int round = 0; round < rounds; round++) {
            new Story(round).play();
        }
    }

    private static final class Story {
        /** Each failure costs a segment, and here nothing shall give way. */
        private static final StoreLimits ROOMY = new StoreLimits(100, Duration.ofDays(2));

        private final long seed;
        private final Random random;
        private final MemoryDisk disk = new MemoryDisk();
        private final Map<Lane, List<BatchId>> committed = new EnumMap<>(Lane.class);
        private final Set<BatchId> receipted = new HashSet<>();
        private SegmentStore store;

        Story(long seed) throws IOException {
            this.seed = seed;
            random = new Random(seed);
            for (Lane lane : Lane.values()) {
                committed.put(lane, new ArrayList<>());
            }
            store = reopen(disk, ROOMY);
        }

        void play() throws IOException {
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> restart();
                    case 1 -> receiptSome();
                    case 2 -> store.saveLedger();
                    case 3 -> appendWithFault();
                    default -> append();
                }
            }
            restart();
        }

        private void append() throws IOException {
            Lane lane = random.nextBoolean() ? ALARM : MEASUREMENT;
            SignedBatch batch = Chain.append(store, lane, random.nextInt(4) == 0 ? 200_000 : 1 + random.nextInt(9000));
            of(lane).add(batch.id());
        }

        /** Either it is stored in the end, or the process ends first. */
        private void appendWithFault() throws IOException {
            Lane lane = random.nextBoolean() ? ALARM : MEASUREMENT;
            SignedBatch batch = Chain.batch(KEY, lane, store.end(lane, KEY).seq() + 1, 1 + random.nextInt(9000), 0);
            disk.fail(List.of("write", "force", "create").get(random.nextInt(3)));
            boolean stored = false;
            try {
                store.append(batch, NOW);
                stored = true;
            } catch (IOException e) {
                disk.heal();
                if (random.nextBoolean()) {
                    store.append(batch, NOW);
                    stored = true;
                }
            }
            disk.heal();
            if (stored) {
                of(lane).add(batch.id());
            } else {
                restart();
            }
        }

        private void receiptSome() {
            for (Lane lane : Lane.values()) {
                for (BatchId id : of(lane)) {
                    if (random.nextInt(3) == 0) {
                        store.receipt(id);
                        receipted.add(id);
                    }
                }
            }
        }

        private void restart() throws IOException {
            if (random.nextBoolean()) {
                disk.powerCut(random);
            }
            store = reopen(disk, ROOMY);
            for (Lane lane : Lane.values()) {
                List<BatchId> offered = offered(store, lane);
                assertEquals(new HashSet<>(offered).size(), offered.size(), "offered twice, seed " + seed);
                for (BatchId id : of(lane)) {
                    assertTrue(offered.contains(id) || receipted.contains(id), id + " is lost, seed " + seed);
                }
                // What was not told to be committed may have been all the same.
                offered.stream().filter(id -> !of(lane).contains(id)).forEach(of(lane)::add);
                assertEquals(of(lane).size(), store.end(lane, KEY).seq(), "the chain has another length, seed " + seed);
            }
            assertEquals(List.of(), store.untold(), "seed " + seed);
        }

        private List<BatchId> of(Lane lane) {
            return Objects.requireNonNull(committed.get(lane));
        }
    }
}
