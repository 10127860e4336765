package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.evidence.store.Holes.Hole;
import io.smartpole.evidence.store.Ledger.Receipted;
import io.smartpole.evidence.store.Stretch.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final KeyId OTHER = new KeyId("fedcba9876543210");

    private static final Ledger LEDGER = new Ledger(
            List.of(
                    new Receipted(3, 9, 0xcafe, BitSet.valueOf(new long[] {0b100000101})),
                    new Receipted(4, 1024, -1, allOf(1024))),
            List.of(new Stretch(MEASUREMENT, Chain.KEY, 5, 9, 4, 99, "a".repeat(64), "b".repeat(64), Reason.NO_SPACE)),
            List.of(new Hole(ALARM, Chain.KEY, 1, Long.MAX_VALUE)));

    private static BitSet allOf(int bits) {
        BitSet all = new BitSet();
        all.set(0, bits);
        return all;
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertEquals(LEDGER, Ledger.decode(LEDGER.encode()));
    }

    @Test
    void anyDamageShows() throws Exception {
        byte[] bytes = LEDGER.encode();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(IOException.class, () -> Ledger.decode(bytes));
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IOException.class, () -> Ledger.decode(cut));
        }
    }

    @Test
    void receiptsAreOnlyForTheCommitsThatWereKnown() {
        Segment segment = new Segment(MEASUREMENT, 3);
        segment.add(Chain.batch(Chain.KEY, MEASUREMENT, 1, 100, 0), 0);
        segment.receipt(0);
        Receipted receipted = Receipted.of(segment);

        Segment same = new Segment(MEASUREMENT, 3);
        same.add(Chain.batch(Chain.KEY, MEASUREMENT, 1, 100, 0), 0);
        same.add(Chain.batch(Chain.KEY, MEASUREMENT, 2, 100, 0), Commit.BLOCK);
        receipted.applyTo(same);
        assertEquals(1, same.waiting());

        Segment other = new Segment(MEASUREMENT, 3);
        other.add(Chain.batch(Chain.KEY, MEASUREMENT, 2, 100, 0), 0);
        receipted.applyTo(other);
        assertEquals(1, other.waiting());

        Segment empty = new Segment(MEASUREMENT, 3);
        receipted.applyTo(empty);
        assertEquals(0, empty.waiting());
    }

    @Test
    void neighbouringHolesBecomeOne() {
        Holes holes = new Holes();
        holes.add(new Hole(ALARM, Chain.KEY, 1, 3));
        holes.add(new Hole(ALARM, Chain.KEY, 7, 9));
        assertFalse(holes.explain(new Hole(ALARM, Chain.KEY, 1, 9)));
        holes.add(new Hole(ALARM, Chain.KEY, 4, 6));
        assertTrue(holes.explain(new Hole(ALARM, Chain.KEY, 1, 9)));
        assertEquals(1, holes.all().size());
    }

    @Test
    void aHoleExplainsOnlyItsOwnChain() {
        Holes holes = new Holes();
        holes.add(new Hole(ALARM, Chain.KEY, 1, 3));
        assertFalse(holes.explain(new Hole(MEASUREMENT, Chain.KEY, 1, 3)));
        assertFalse(holes.explain(new Hole(ALARM, OTHER, 1, 3)));
        assertFalse(holes.explain(new Hole(ALARM, Chain.KEY, 3, 4)));
    }

    @Test
    void holesThatAreNotBetweenStoredBatchesAnyMoreAreForgotten() {
        Holes holes = new Holes();
        holes.add(new Hole(ALARM, Chain.KEY, 1, 3));
        holes.add(new Hole(ALARM, Chain.KEY, 8, 9));
        holes.add(new Hole(ALARM, OTHER, 8, 9));
        holes.add(new Hole(MEASUREMENT, OTHER, 8, 9));
        holes.forgetBefore(ALARM, Chain.KEY, 5);
        holes.keepOnly(ALARM, Set.of(Chain.KEY));
        assertEquals(List.of(new Hole(ALARM, Chain.KEY, 8, 9), new Hole(MEASUREMENT, OTHER, 8, 9)), holes.all());
    }
}
