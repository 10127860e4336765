package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.ChainCheck;
import io.smartpole.formats.evidence.ChainCheck.Hole;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

    private static final BootId BOOT = new BootId("0".repeat(32));
    private static final BootId LATER_BOOT = new BootId("1".repeat(32));

    private static final KeyId KEY = new KeyId("0123456789abcdef");
    private static final KeyId NEXT = new KeyId("fedcba9876543210");
    private static final long HANDS_OVER = 77;

    private ChainCheck chain = new ChainCheck();
    private final EvidenceBatch one = batch(1, BatchHeader.NO_PREVIOUS, BOOT, 0);
    private final EvidenceBatch two = batch(2, one.id().hash(), BOOT, 0);
    private final EvidenceBatch three = batch(3, two.id().hash(), BOOT, 0);

    @Test
    void anUnbrokenChainContinues() {
        assertEquals(Link.FIRST_SEEN, chain.check(one));
        assertEquals(Link.CONTINUES, chain.check(two));
        assertEquals(Link.CONTINUES, chain.check(three));
    }

    @Test
    void aBatchDeliveredTwiceIsADuplicate() {
        chain.check(one);
        chain.check(two);
        assertEquals(Link.DUPLICATE, chain.check(one));
        assertEquals(Link.DUPLICATE, chain.check(two));
        assertEquals(Link.CONTINUES, chain.check(three));
    }

    @Test
    void aMissingBatchIsAHoleUntilItComes() {
        chain.check(one);
        assertEquals(Link.AHEAD, chain.check(three));
        assertEquals(
                List.of("dormagen/p-1/measurement, key 0123456789abcdef: batch 2 is missing"),
                chain.missing().stream().map(Hole::text).toList());
        assertEquals(Link.LATE, chain.check(two));
        assertEquals(List.of(), chain.missing());
    }

    @Test
    void whatPrecedesTheFirstThatWasSeenIsLateAndNotMissing() {
        assertEquals(Link.FIRST_SEEN, chain.check(three));
        assertEquals(List.of(), chain.missing());
        assertEquals(Link.LATE, chain.check(one));
        assertEquals(1, chain.missing().size());
        assertEquals(Link.LATE, chain.check(two));
        assertEquals(List.of(), chain.missing());
    }

    @Test
    void anotherPredecessorShows() {
        chain.check(one);
        assertEquals(Link.WRONG_PREDECESSOR, chain.check(batch(2, "a".repeat(64), BOOT, 0)));
    }

    @Test
    void aLateBatchThatItsSuccessorDoesNotNameShows() {
        chain.check(three);
        assertEquals(Link.WRONG_PREDECESSOR, chain.check(batch(2, one.id().hash(), BOOT, 99)));
    }

    @Test
    void eachKnownNumberUnderAnotherBootIsARollbackAndTheChainGoesOnFromThere() {
        chain.check(one);
        chain.check(two);
        chain.check(three);
        EvidenceBatch again = batch(2, one.id().hash(), LATER_BOOT, 0);
        EvidenceBatch after = batch(3, again.id().hash(), LATER_BOOT, 0);
        assertEquals(Link.ROLLED_BACK, chain.check(again));
        assertEquals(Link.ROLLED_BACK, chain.check(after));
        assertEquals(Link.CONTINUES, chain.check(batch(4, after.id().hash(), LATER_BOOT, 0)));
        assertEquals(List.of(), chain.missing());
    }

    @Test
    void twoPolesThatGoOnWithOneKeyAreToldAtEachNumber() {
        chain.check(one);
        EvidenceBatch ours = two;
        EvidenceBatch theirs = batch(2, one.id().hash(), LATER_BOOT, 0);
        for (long seq = 2; seq < 10; seq++) {
            assertEquals(Link.CONTINUES, chain.check(ours));
            assertEquals(Link.ROLLED_BACK, chain.check(theirs));
            ours = batch(seq + 1, ours.id().hash(), BOOT, 0);
            theirs = batch(seq + 1, theirs.id().hash(), LATER_BOOT, 0);
        }
    }

    @Test
    void aKnownNumberOfTheSameBootWithOtherContentIsACloneAndDoesNotMoveTheChain() {
        chain.check(one);
        chain.check(two);
        assertEquals(Link.CLONED_KEY, chain.check(batch(2, one.id().hash(), BOOT, 99)));
        assertEquals(Link.CONTINUES, chain.check(three));
    }

    @Test
    void aBatchThatComesAgainAfterThousandsCannotBeTold() {
        List<EvidenceBatch> honest = chain(KEY, Lane.MEASUREMENT, BatchHeader.NO_PREVIOUS, 4098);
        honest.forEach(chain::check);
        assertEquals(Link.TOO_OLD, chain.check(honest.get(1)));
        assertEquals(Link.DUPLICATE, chain.check(honest.get(2)));
    }

    @Test
    void holesThatAreTooManyToBeFollowedAreToldAsOneAndNoMemoryGrows() {
        List<EvidenceBatch> honest = chain(KEY, Lane.MEASUREMENT, BatchHeader.NO_PREVIOUS, 5000);
        for (int i = 0; i < honest.size(); i += 2) {
            chain.check(honest.get(i));
        }
        List<Hole> missing = chain.missing();
        assertEquals(2049, missing.size());
        assertEquals(2499, missing.stream().mapToLong(Hole::batches).sum());
        assertTrue(missing.get(0).text().endsWith("451 batches are missing between 2 and 902"), missing.get(0)::text);
        assertEquals(Link.TOO_OLD, chain.check(honest.get(1)), "given up");
        assertEquals(Link.LATE, chain.check(honest.get(4001)));
    }

    @Test
    void whateverTheOrderAnHonestChainIsGoodAndWhole() {
        rounds((random, say) -> {
            List<EvidenceBatch> batches = honest(random);
            Collections.shuffle(batches, random);
            repeatSome(batches, random);
            for (EvidenceBatch batch : batches) {
                Link link = chain.check(batch, next(batch));
                assertTrue(link.good(), () -> say + ": " + batch.header() + " " + link.text());
            }
            assertEquals(List.of(), chain.missing(), say);
        });
    }

    @Test
    void whateverTheOrderAMissingBatchIsFound() {
        rounds((random, say) -> {
            List<EvidenceBatch> batches = honest(random);
            EvidenceBatch removed = batches.remove(inner(batches, random));
            Collections.shuffle(batches, random);
            batches.forEach(batch -> assertTrue(chain.check(batch, next(batch)).good(), say));
            Hole hole = chain.missing().get(0);
            assertEquals(1, chain.missing().size(), say);
            assertEquals(removed.id().lane(), hole.lane(), say);
            assertEquals(removed.id().seq(), hole.first(), say);
            assertEquals(removed.id().seq(), hole.last(), say);
        });
    }

    @Test
    void whateverTheOrderABatchInThePlaceOfAnotherIsFound() {
        rounds((random, say) -> {
            List<EvidenceBatch> batches = honest(random);
            int at = inner(batches, random);
            EvidenceBatch original = batches.get(at);
            BootId boot = random.nextBoolean() ? BOOT : LATER_BOOT;
            batches.set(
                    at,
                    batch(
                            original.id().key(),
                            original.id().lane(),
                            original.id().seq(),
                            original.header().prev(),
                            boot,
                            7));
            Collections.shuffle(batches, random);
            assertFalse(
                    batches.stream()
                            .allMatch(batch -> chain.check(batch, next(batch)).good()),
                    say);
        });
    }

    @Test
    void whateverTheOrderASecondBatchOfANumberIsFound() {
        rounds((random, say) -> {
            List<EvidenceBatch> batches = honest(random);
            EvidenceBatch original = batches.get(inner(batches, random));
            BootId boot = random.nextBoolean() ? BOOT : LATER_BOOT;
            String prev = random.nextBoolean() ? original.header().prev() : "a".repeat(64);
            batches.add(batch(
                    original.id().key(), original.id().lane(), original.id().seq(), prev, boot, 7));
            Collections.shuffle(batches, random);
            assertFalse(
                    batches.stream()
                            .allMatch(batch -> chain.check(batch, next(batch)).good()),
                    say);
        });
    }

    @Test
    void theChainGoesOnWithTheNextKey() {
        EvidenceBatch last = batch(2, one.id().hash(), BOOT, 0);
        assertEquals(Link.FIRST_SEEN, chain.check(one));
        assertEquals(Link.CONTINUES, chain.check(last, NEXT));
        EvidenceBatch first = batch(NEXT, Lane.MEASUREMENT, 1, last.id().hash(), BOOT, 0);
        assertEquals(Link.CONTINUES, chain.check(first));
        assertEquals(Link.DUPLICATE, chain.check(last, NEXT));
    }

    @Test
    void theFirstBatchOfTheNextKeyIsMissedWhenItDoesNotCome() {
        chain.check(one, NEXT);
        EvidenceBatch second = batch(NEXT, Lane.MEASUREMENT, 2, "a".repeat(64), BOOT, 0);
        assertEquals(Link.AHEAD, chain.check(second));
        assertEquals(List.of(1L), chain.missing().stream().map(Hole::first).toList());
    }

    @Test
    void aNextKeyThatDoesNotContinueTheOneBeforeIsFoundInEitherOrder() {
        EvidenceBatch stray = batch(NEXT, Lane.MEASUREMENT, 1, "a".repeat(64), BOOT, 0);
        assertEquals(Link.FIRST_SEEN, chain.check(one, NEXT));
        assertEquals(Link.WRONG_PREDECESSOR, chain.check(stray));

        chain = new ChainCheck();
        assertEquals(Link.FIRST_SEEN, chain.check(stray));
        assertEquals(Link.WRONG_PREDECESSOR, chain.check(one, NEXT));
    }

    @Test
    void aKeyThatHandedOverSignsNothingMore() {
        chain.check(one);
        chain.check(two, NEXT);
        assertEquals(Link.ENDED, chain.check(three));

        chain = new ChainCheck();
        chain.check(one);
        chain.check(three);
        assertEquals(Link.WRONG_PREDECESSOR, chain.check(two, NEXT));
    }

    @Test
    void aPoleThatNamesTheKeyOfAnotherDoesNotDisturbThatOnesChain() {
        BatchHeader header = new BatchHeader(
                ProtectedHeader.ED25519,
                NEXT,
                Lane.MEASUREMENT,
                "dormagen",
                "p-2",
                1,
                BatchHeader.NO_PREVIOUS,
                BOOT,
                true,
                0,
                false);
        EvidenceBatch theirs = EvidenceBatch.sign(header, new byte[] {(byte) 0x80}, message -> new byte[64]);
        chain.check(one, NEXT);
        assertEquals(Link.FIRST_SEEN, chain.check(theirs));
    }

    private interface Round {
        void run(Random random, String say);
    }

    private void rounds(Round round) {
        long seed = System.identityHashCode(new Object());
        for (int i = 0; i < 200; i++) {
            chain = new ChainCheck();
            round.run(new Random(seed + i), "seed " + (seed + i));
        }
    }

    /** Both lanes of a pole, which may have changed its key, in order. */
    private static List<EvidenceBatch> honest(Random random) {
        List<EvidenceBatch> batches = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            List<EvidenceBatch> ofLane = chain(KEY, lane, BatchHeader.NO_PREVIOUS, 3 + random.nextInt(40));
            batches.addAll(ofLane);
            EvidenceBatch last = ofLane.get(ofLane.size() - 1);
            // Where mono is HANDS_OVER, the batch names the next key.
            EvidenceBatch handsOver =
                    batch(KEY, lane, last.id().seq() + 1, last.id().hash(), BOOT, HANDS_OVER);
            batches.add(handsOver);
            batches.addAll(chain(NEXT, lane, handsOver.id().hash(), 3 + random.nextInt(40)));
        }
        return batches;
    }

    private static @Nullable KeyId next(EvidenceBatch batch) {
        return batch.header().mono() == HANDS_OVER ? NEXT : null;
    }

    /** @return one that is neither first nor last of a key, nor hands over */
    private static int inner(List<EvidenceBatch> batches, Random random) {
        while (true) {
            int at = 1 + random.nextInt(batches.size() - 2);
            boolean inner = batches.get(at).id().seq() > 1
                    && next(batches.get(at)) == null
                    && batches.get(at + 1).id().seq() > 1;
            if (inner) {
                return at;
            }
        }
    }

    private static void repeatSome(List<EvidenceBatch> batches, Random random) {
        for (int i = 0; i < 5; i++) {
            EvidenceBatch again = batches.get(random.nextInt(batches.size()));
            batches.add(random.nextInt(batches.size()), again);
        }
    }

    private static List<EvidenceBatch> chain(KeyId key, Lane lane, String prev, int length) {
        List<EvidenceBatch> batches = new ArrayList<>();
        String last = prev;
        for (int seq = 1; seq <= length; seq++) {
            EvidenceBatch batch = batch(key, lane, seq, last, BOOT, 0);
            batches.add(batch);
            last = batch.id().hash();
        }
        return batches;
    }

    private static EvidenceBatch batch(long seq, String prev, BootId boot, long mono) {
        return batch(KEY, Lane.MEASUREMENT, seq, prev, boot, mono);
    }

    private static EvidenceBatch batch(KeyId key, Lane lane, long seq, String prev, BootId boot, long mono) {
        BatchHeader header = new BatchHeader(
                ProtectedHeader.ED25519, key, lane, "dormagen", "p-1", seq, prev, boot, true, mono, false);
        return EvidenceBatch.sign(header, new byte[] {(byte) 0x80}, message -> new byte[64]);
    }
}
