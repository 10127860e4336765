package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.ChainCheck;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.evidence.EvidenceBatch;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

    private static final BootId BOOT = new BootId("0".repeat(32));
    private static final BootId LATER_BOOT = new BootId("1".repeat(32));

    private final ChainCheck chain = new ChainCheck();
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
    void aMissingBatchShows() {
        chain.check(one);
        assertEquals(Link.MISSING_BEFORE, chain.check(three));
    }

    @Test
    void anotherPredecessorShows() {
        chain.check(one);
        assertEquals(Link.WRONG_PREDECESSOR, chain.check(batch(2, "a".repeat(64), BOOT, 0)));
    }

    @Test
    void aKnownNumberUnderAnotherBootIsARollbackAndTheChainGoesOnFromThere() {
        chain.check(one);
        chain.check(two);
        chain.check(three);
        EvidenceBatch again = batch(2, one.id().hash(), LATER_BOOT, 0);
        assertEquals(Link.ROLLED_BACK, chain.check(again));
        assertEquals(Link.CONTINUES, chain.check(batch(3, again.id().hash(), LATER_BOOT, 0)));
    }

    @Test
    void aKnownNumberOfTheSameBootWithOtherContentIsACloneAndDoesNotMoveTheChain() {
        chain.check(one);
        chain.check(two);
        assertEquals(Link.CLONED_KEY, chain.check(batch(2, one.id().hash(), BOOT, 99)));
        assertEquals(Link.CONTINUES, chain.check(three));
    }

    @Test
    void aBatchOlderThanTheFirstSeenCannotBeTold() {
        chain.check(three);
        assertEquals(Link.TOO_OLD, chain.check(one));
    }

    private static EvidenceBatch batch(long seq, String prev, BootId boot, long mono) {
        BatchHeader header = new BatchHeader(
                ProtectedHeader.ED25519,
                new KeyId("0123456789abcdef"),
                Lane.MEASUREMENT,
                "dormagen",
                "p-1",
                seq,
                prev,
                boot,
                true,
                mono,
                false);
        return EvidenceBatch.sign(header, new byte[] {(byte) 0x80}, message -> new byte[64]);
    }
}
