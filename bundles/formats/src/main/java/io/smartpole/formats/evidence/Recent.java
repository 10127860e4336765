package io.smartpole.formats.evidence;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.evidence.ChainCheck.Link;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a chain that came last, 44 bytes each: what tells a batch that comes again from another of its number.
 *
 * <p>Not safe for use by several threads.
 */
final class Recent {

    static final int MOST = 4096;

    private static final int HASH = 32;

    private long[] seqs = new long[16];
    private byte[] hashes = new byte[16 * HASH];
    private BootId[] boots = new BootId[16];
    private @Nullable BootId lastBoot;
    private long added;

    void add(BatchId id) {
        if (added == seqs.length && added < MOST) {
            int size = seqs.length * 2;
            seqs = Arrays.copyOf(seqs, size);
            hashes = Arrays.copyOf(hashes, size * HASH);
            boots = Arrays.copyOf(boots, size);
        }
        // One boot id for all batches of a start, not one for each.
        BootId boot = id.boot().equals(lastBoot) ? lastBoot : id.boot();
        int at = (int) (added % MOST);
        seqs[at] = id.seq();
        System.arraycopy(HexFormat.of().parseHex(id.hash()), 0, hashes, at * HASH, HASH);
        boots[at] = boot;
        lastBoot = boot;
        added++;
    }

    /** @return what a batch is to those of its number */
    Link compare(BatchId id) {
        byte[] hash = HexFormat.of().parseHex(id.hash());
        Link link = Link.TOO_OLD;
        for (int i = 0; i < Math.min(added, MOST); i++) {
            if (seqs[i] != id.seq()) {
                continue;
            }
            if (Arrays.equals(hashes, i * HASH, (i + 1) * HASH, hash, 0, HASH)) {
                return Link.DUPLICATE;
            }
            if (id.boot().equals(boots[i])) {
                link = Link.CLONED_KEY;
            } else if (link == Link.TOO_OLD) {
                link = Link.ROLLED_BACK;
            }
        }
        return link;
    }
}
