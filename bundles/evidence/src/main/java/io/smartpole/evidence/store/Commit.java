package io.smartpole.evidence.store;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One batch as it lies in a segment file, big-endian, beginning at a multiple of 4096:
 *
 * <pre>
 *    0   4  53 50 45 56, "SPEV"
 *    4   1  version of this layout, 1
 *    5   1  lane: 0 alarm, 1 measurement
 *    6   2  readings in the batch
 *    8   8  number of the segment
 *   16   8  seq
 *   24   8  key id
 *   32  16  boot id
 *   48  32  SHA-256 of the Sig_structure
 *   80   8  signing time in milliseconds since 1970 UTC, -1 if unknown
 *   88   4  n, length of the batch
 *   92   4  CRC32C of 0..91 and 96..95+n
 *   96   n  the batch, COSE_Sign1
 *        .  zeros up to the next multiple of 4096
 * </pre>
 *
 * <p>The number of the segment tells a commit from what the file held in an earlier life: files are used again.
 */
final class Commit {

    static final int BLOCK = 4096;

    private static final int HEADER = 96;
    private static final int CRC_AT = 92;
    private static final int MAGIC = 0x53504556;
    private static final byte VERSION = 1;

    private Commit() {}

    /** @return bytes that the batch takes in a segment: a multiple of {@link #BLOCK} */
    static int length(int batchBytes) {
        return (HEADER + batchBytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Fills the buffer from its position with {@link #length} bytes. */
    static void write(ByteBuffer out, long segment, SignedBatch batch) {
        int start = out.position();
        BatchId id = batch.id();
        out.putInt(MAGIC)
                .put(VERSION)
                .put(code(id.lane()))
                .putShort((short) batch.readings())
                .putLong(segment)
                .putLong(id.seq())
                .put(id.key().bytes())
                .put(id.boot().bytes())
                .put(HexFormat.of().parseHex(id.hash()))
                .putLong(batch.signedAt())
                .putInt(batch.bytes().length);
        CRC32C crc = new CRC32C();
        crc.update(out.duplicate().limit(out.position()).position(start));
        crc.update(batch.bytes());
        out.putInt((int) crc.getValue()).put(batch.bytes());
        while ((out.position() - start) % BLOCK != 0) {
            out.put((byte) 0);
        }
    }

    /** @return the batch at that place; null if none was committed there, or it is damaged */
    static @Nullable SignedBatch read(ByteBuffer segmentBytes, int at, Lane lane, long segment) {
        if (!begins(segmentBytes, at, lane, segment)) {
            return null;
        }
        ByteBuffer in = segmentBytes.duplicate().position(at);
        int length = in.getInt(at + 88);
        if (length < 1 || length > in.remaining() - HEADER) {
            return null;
        }
        CRC32C crc = new CRC32C();
        crc.update(in.slice(at, CRC_AT));
        crc.update(in.slice(at + HEADER, length));
        if ((int) crc.getValue() != in.getInt(at + CRC_AT)) {
            return null;
        }
        int readings = in.getShort(at + 6) & 0xffff;
        long signedAt = in.getLong(at + 80);
        BatchId id = new BatchId(
                KeyId.of(bytes(in, at + 24, 8)),
                lane,
                BootId.of(bytes(in, at + 32, 16)),
                in.getLong(at + 16),
                HexFormat.of().formatHex(bytes(in, at + 48, 32)));
        return new SignedBatch(id, readings, signedAt, bytes(in, at + HEADER, length));
    }

    /** @return true if somebody began to write a commit of that segment there */
    static boolean begins(ByteBuffer segmentBytes, int at, Lane lane, long segment) {
        return segmentBytes.limit() - at >= HEADER
                && segmentBytes.getInt(at) == MAGIC
                && segmentBytes.get(at + 4) == VERSION
                && segmentBytes.get(at + 5) == code(lane)
                && segmentBytes.getLong(at + 8) == segment;
    }

    static byte code(Lane lane) {
        return (byte) (lane == Lane.ALARM ? 0 : 1);
    }

    private static byte[] bytes(ByteBuffer in, int at, int length) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        return bytes;
    }
}
