package io.smartpole.evidence.store;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@link #SIZE} bytes with the commits of one lane and one key in the order of writing, and what is kept of
 * them in memory: some 60 bytes each.
 *
 * <p>Not safe for use by several threads.
 */
final class Segment {

    /** Holds 1,024 batches of one block, or three of the largest. */
    static final int SIZE = 4 << 20;

    private static final Pattern NAME = Pattern.compile("(alarm|measurement)-([0-9]{12})\\.seg");
    private static final int HASH = 32;

    private final Lane lane;
    private final long number;
    private final String fileName;
    private @Nullable KeyId key;

    private int count;
    private int end;
    private boolean sealed;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int[] readings = new int[16];
    private long[] seqs = new long[16];
    private long[] signedAt = new long[16];
    private byte[] hashes = new byte[16 * HASH];
    private long lowestSeq = Long.MAX_VALUE;
    private long highestSeq;
    private final BitSet receipted = new BitSet();
    private final BitSet hidden = new BitSet();

    /** Receipted, but wanted once more; kept in memory only, and no reason to keep the segment. */
    private final BitSet again = new BitSet();

    private int waiting;
    private long waitingBytes;

    Segment(Lane lane, long number) {
        this.lane = lane;
        this.number = number;
        this.fileName = "%s-%012d.seg".formatted(lane.label(), number);
    }

    /** @return the segment that a file of this name holds, still without its commits; empty if it is another file */
    static Optional<Segment> ofFile(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Segment(Lane.of(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    String fileName() {
        return fileName;
    }

    Lane lane() {
        return lane;
    }

    /** @return grows with every segment of either lane */
    long number() {
        return number;
    }

    /** @return whose batches it holds; null while it is empty */
    @Nullable
    KeyId key() {
        return key;
    }

    int count() {
        return count;
    }

    /** @return where the next commit goes */
    int end() {
        return end;
    }

    /** Nothing more is written to it: a write failed, and what it says of further ones can not be believed. */
    void seal() {
        sealed = true;
    }

    boolean takes(KeyId signer, int commitLength) {
        return !sealed && (key == null || key.equals(signer)) && end + commitLength <= SIZE;
    }

    void add(SignedBatch batch, int offset) {
        if (count == offsets.length) {
            grow();
        }
        key = batch.id().key();
        offsets[count] = offset;
        lengths[count] = batch.bytes().length;
        readings[count] = batch.readings();
        seqs[count] = batch.id().seq();
        lowestSeq = Math.min(lowestSeq, batch.id().seq());
        highestSeq = Math.max(highestSeq, batch.id().seq());
        signedAt[count] = batch.signedAt();
        System.arraycopy(HexFormat.of().parseHex(batch.id().hash()), 0, hashes, count * HASH, HASH);
        end = offset + Commit.length(batch.bytes().length);
        count++;
        waiting++;
        waitingBytes += batch.bytes().length;
    }

    private void grow() {
        int size = count * 2;
        offsets = Arrays.copyOf(offsets, size);
        lengths = Arrays.copyOf(lengths, size);
        readings = Arrays.copyOf(readings, size);
        seqs = Arrays.copyOf(seqs, size);
        signedAt = Arrays.copyOf(signedAt, size);
        hashes = Arrays.copyOf(hashes, size * HASH);
    }

    int offset(int index) {
        return offsets[index];
    }

    /** @return bytes of the batch alone */
    int length(int index) {
        return lengths[index];
    }

    int readings(int index) {
        return readings[index];
    }

    long seq(int index) {
        return seqs[index];
    }

    long signedAt(int index) {
        return signedAt[index];
    }

    String hash(int index) {
        return HexFormat.of().formatHex(hashes, index * HASH, (index + 1) * HASH);
    }

    /** @return index of the first commit which waits for its receipt; -1 if none does */
    int firstWaiting() {
        for (int i = 0; i < count; i++) {
            if (isWaiting(i)) {
                return i;
            }
        }
        return -1;
    }

    /** @return index of the first commit behind that offset which is to be sent; -1 if none is */
    int nextOffered(long behindOffset) {
        if (done() && again.isEmpty()) {
            return -1;
        }
        for (int i = firstBehind(behindOffset); i < count; i++) {
            if (isOffered(i)) {
                return i;
            }
        }
        return -1;
    }

    boolean isOffered(int index) {
        return isWaiting(index) || again.get(index);
    }

    /** The commit was receipted, and is to be sent once more. */
    void offerAgain(int index) {
        again.set(index);
    }

    /** @return false if it was found to be damaged, or is stored again in a later place */
    boolean isReadable(int index) {
        return !hidden.get(index);
    }

    private int firstBehind(long offset) {
        if (offset < 0) {
            return 0;
        }
        int found = Arrays.binarySearch(offsets, 0, count, (int) Math.min(offset, SIZE));
        return found >= 0 ? found + 1 : -found - 1;
    }

    boolean isWaiting(int index) {
        return !receipted.get(index) && !hidden.get(index);
    }

    boolean isReceipted(int index) {
        return receipted.get(index);
    }

    /** @return index of the last commit with that seq; -1 if there is none */
    int find(long seq) {
        for (int i = count - 1; i >= 0; i--) {
            if (seqs[i] == seq) {
                return i;
            }
        }
        return -1;
    }

    /** @return index of the last commit with that seq and hash; -1 if there is none */
    int find(long seq, String hash) {
        if (seq < lowestSeq || seq > highestSeq) {
            return -1; // asked of every segment for each receipt
        }
        for (int i = count - 1; i >= 0; i--) {
            if (seqs[i] == seq && hash(i).equals(hash)) {
                return i;
            }
        }
        return -1;
    }

    void receipt(int index) {
        noLongerWaits(index);
        receipted.set(index);
        again.clear(index);
    }

    /** Does not offer the commit any more: it cannot be read, or it is stored again in a later segment. */
    void hide(int index) {
        noLongerWaits(index);
        hidden.set(index);
        again.clear(index);
    }

    private void noLongerWaits(int index) {
        if (isWaiting(index)) {
            waiting--;
            waitingBytes -= lengths[index];
        }
    }

    int waiting() {
        return waiting;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** @return true if no commit in it waits for a receipt */
    boolean done() {
        return waiting == 0;
    }

    /**
     * @return whether all is done since before that time, in milliseconds since 1970 UTC; false if times in it are not
     *     known
     */
    boolean doneSince(long time) {
        if (!done()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (signedAt[i] == SignedBatch.UNKNOWN_TIME || signedAt[i] >= time) {
                return false;
            }
        }
        return true;
    }

    BitSet receipts() {
        return (BitSet) receipted.clone();
    }

    /** @return CRC32C over the hashes of the first commits: tells whether they are those that somebody knew */
    int fingerprint(int commits) {
        CRC32C crc = new CRC32C();
        crc.update(hashes, 0, commits * HASH);
        return (int) crc.getValue();
    }
}
