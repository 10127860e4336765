package io.smartpole.evidence.store;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Holes.Hole;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What is known of the stored batches beside the batches: one small file, replaced as a whole and seldom. Losing it
 * only means that batches are sent again, and that a gap may be told again.
 *
 * <pre>
 *   4  53 50 4C 47, "SPLG"
 *   1  version of this layout, 1
 *   4  how many segments have receipts, then for each
 *        8  number of the segment
 *        4  its first commits that this tells of, n
 *        4  {@link Segment#fingerprint} of those n
 *        1  1 = all n are receipted; 0 = one bit for each follows, lowest bit first
 *        .  (n + 7) / 8 bytes of bits
 *   4  how many gaps are still to be told, then for each
 *        1  lane, 0 alarm, 1 measurement     8  key id     8  first     8  last     8  batches
 *        8  readings    32  hash before     32  hash after     1  reason, 0 corrupt, 1 no space
 *   4  how many holes are explained, then for each
 *        1  lane     8  key id     8  first     8  last
 *   4  CRC32C of all before
 * </pre>
 *
 * @param receipts which batches are receipted
 * @param untold lost stretches whose gap record is not stored yet
 * @param holes numbers that are missing for a known reason
 */
record Ledger(List<Receipted> receipts, List<Stretch> untold, List<Hole> holes) {

    static final String FILE = "ledger";

    private static final int MAGIC = 0x53504c47;
    private static final int VERSION = 1;

    /**
     * @param segment number of the segment
     * @param commits its first commits that this tells of
     * @param fingerprint of those
     * @param bits which of those are receipted
     */
    record Receipted(long segment, int commits, int fingerprint, BitSet bits) {

        static Receipted of(Segment segment) {
            return new Receipted(
                    segment.number(), segment.count(), segment.fingerprint(segment.count()), segment.receipts());
        }

        /** Marks the receipted commits, unless the segment has other commits than it had then. */
        void applyTo(Segment to) {
            if (to.number() == segment && commits <= to.count() && to.fingerprint(commits) == fingerprint) {
                bits.stream().filter(index -> index < commits).forEach(to::receipt);
            }
        }
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeInt(receipts.size());
            for (Receipted receipted : receipts) {
                write(out, receipted);
            }
            out.writeInt(untold.size());
            for (Stretch stretch : untold) {
                writeChain(out, stretch.lane(), stretch.key(), stretch.first(), stretch.last());
                out.writeLong(stretch.batches());
                out.writeLong(stretch.readings());
                out.write(HexFormat.of().parseHex(stretch.before()));
                out.write(HexFormat.of().parseHex(stretch.after()));
                out.writeByte(stretch.reason() == Stretch.Reason.CORRUPT ? 0 : 1);
            }
            out.writeInt(holes.size());
            for (Hole hole : holes) {
                writeChain(out, hole.lane(), hole.key(), hole.first(), hole.last());
            }
            out.writeInt(crc(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Receipted receipted) throws IOException {
        boolean all = receipted.bits.cardinality() == receipted.commits;
        out.writeLong(receipted.segment);
        out.writeInt(receipted.commits);
        out.writeInt(receipted.fingerprint);
        out.writeBoolean(all);
        if (!all) {
            ByteBuffer bits = ByteBuffer.allocate((receipted.commits + 7) / 8).put(receipted.bits.toByteArray());
            out.write(bits.array());
        }
    }

    private static void writeChain(DataOutputStream out, Lane lane, KeyId key, long first, long last)
            throws IOException {
        out.writeByte(Commit.code(lane));
        out.write(key.bytes());
        out.writeLong(first);
        out.writeLong(last);
    }

    /** @throws IOException if these are not the bytes of a ledger, all of them */
    static Ledger decode(byte[] bytes) throws IOException {
        int end = bytes.length - 4;
        if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != crc(ByteBuffer.wrap(bytes, 0, end))) {
            throw new IOException("the ledger is damaged");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
        if (in.readInt() != MAGIC || in.readByte() != VERSION) {
            throw new IOException("this is not a ledger of version " + VERSION);
        }
        List<Receipted> receipts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            receipts.add(readReceipted(in));
        }
        List<Stretch> untold = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Hole chain = readChain(in);
            untold.add(new Stretch(
                    chain.lane(),
                    chain.key(),
                    chain.first(),
                    chain.last(),
                    in.readLong(),
                    in.readLong(),
                    HexFormat.of().formatHex(in.readNBytes(32)),
                    HexFormat.of().formatHex(in.readNBytes(32)),
                    in.readByte() == 0 ? Stretch.Reason.CORRUPT : Stretch.Reason.NO_SPACE));
        }
        List<Hole> holes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            holes.add(readChain(in));
        }
        return new Ledger(receipts, untold, holes);
    }

    private static Receipted readReceipted(DataInputStream in) throws IOException {
        long segment = in.readLong();
        int commits = in.readInt();
        int fingerprint = in.readInt();
        BitSet bits = new BitSet(commits);
        if (in.readBoolean()) {
            bits.set(0, commits);
        } else {
            bits = BitSet.valueOf(in.readNBytes((commits + 7) / 8));
        }
        return new Receipted(segment, commits, fingerprint, bits);
    }

    private static Hole readChain(DataInputStream in) throws IOException {
        Lane lane = in.readByte() == 0 ? Lane.ALARM : Lane.MEASUREMENT;
        return new Hole(lane, KeyId.of(in.readNBytes(8)), in.readLong(), in.readLong());
    }

    private static int crc(byte[] bytes) {
        return crc(ByteBuffer.wrap(bytes));
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
