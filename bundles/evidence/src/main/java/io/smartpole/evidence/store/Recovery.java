package io.smartpole.evidence.store;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Disk.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads all segments of a disk and finds out what of them is whole. Changes nothing on the disk. */
final class Recovery {

    private static final int CHUNK = 1 << 16;

    private final Disk disk;
    private final List<Segment> segments = new ArrayList<>();
    private final Set<Lane> torn = EnumSet.noneOf(Lane.class);
    private final List<Stretch> missing = new ArrayList<>();

    private Recovery(Disk disk) {
        this.disk = disk;
    }

    /** @throws IOException if the folder or a file in it cannot be opened; unreadable parts of files are gaps instead */
    static Recovery of(Disk disk) throws IOException {
        Recovery recovery = new Recovery(disk);
        List<Segment> found = disk.names().stream()
                .map(Segment::ofFile)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Segment::number))
                .toList();
        ByteBuffer buffer = ByteBuffer.allocate(Segment.SIZE);
        for (Segment segment : found) {
            recovery.scan(segment, buffer);
            recovery.segments.add(segment);
        }
        for (Lane lane : Lane.values()) {
            recovery.follow(recovery.segments(lane));
        }
        return recovery;
    }

    /** @return of a lane, in the order of writing */
    List<Segment> segments(Lane lane) {
        return segments.stream().filter(segment -> segment.lane() == lane).toList();
    }

    /** @return lanes whose last commit was begun, but not finished, and so never counted as stored */
    Set<Lane> torn() {
        return torn;
    }

    /** @return numbers that are missing between stored batches, whether or not that is known already */
    List<Stretch> missing() {
        return missing;
    }

    private void scan(Segment segment, ByteBuffer buffer) throws IOException {
        try (OpenFile file = disk.openToRead(segment.fileName())) {
            readWhatCanBeRead(file, buffer);
        }
        boolean begun = false;
        int at = 0;
        while (at < buffer.limit()) {
            SignedBatch batch = Commit.read(buffer, at, segment.lane(), segment.number());
            if (batch == null) {
                begun |= Commit.begins(buffer, at, segment.lane(), segment.number());
                at += Commit.BLOCK;
            } else {
                begun = false;
                segment.add(batch, at);
                at = segment.end();
            }
        }
        if (begun) {
            torn.add(segment.lane());
        } else {
            torn.remove(segment.lane());
        }
    }

    private static void readWhatCanBeRead(OpenFile file, ByteBuffer buffer) {
        buffer.clear();
        while (buffer.hasRemaining()) {
            int at = buffer.position();
            if (!readWell(file, buffer, at, CHUNK)) {
                for (int block = at; block < at + CHUNK; block += Commit.BLOCK) {
                    if (!readWell(file, buffer, block, Commit.BLOCK)) {
                        buffer.put(block, new byte[Commit.BLOCK]);
                    }
                }
            }
            buffer.limit(buffer.capacity()).position(at + CHUNK);
        }
        buffer.flip();
    }

    /** A file that is too short reads as zeros, like a sector that cannot be read. */
    private static boolean readWell(OpenFile file, ByteBuffer buffer, int at, int length) {
        buffer.limit(at + length).position(at);
        try {
            return file.read(buffer, at) == length;
        } catch (IOException e) {
            return false;
        }
    }

    /** Follows the numbers of a lane through its segments. */
    private void follow(List<Segment> lane) {
        Segment last = null;
        int index = 0;
        for (Segment segment : lane) {
            for (int i = 0; i < segment.count(); i++) {
                if (last != null) {
                    compare(last, index, segment, i);
                }
                last = segment;
                index = i;
            }
        }
    }

    private void compare(Segment last, int lastIndex, Segment next, int nextIndex) {
        KeyId key = Objects.requireNonNull(next.key(), "a segment with commits has a key");
        boolean sameKey = key.equals(last.key());
        long lastSeq = sameKey ? last.seq(lastIndex) : 0;
        long seq = next.seq(nextIndex);
        if (seq > lastSeq + 1) {
            missing.add(new Stretch(
                    next.lane(),
                    key,
                    lastSeq + 1,
                    seq - 1,
                    seq - lastSeq - 1,
                    Stretch.UNKNOWN,
                    last.hash(lastIndex),
                    next.hash(nextIndex),
                    Stretch.Reason.CORRUPT));
        } else if (sameKey && seq == lastSeq && next.hash(nextIndex).equals(last.hash(lastIndex))) {
            // It was in doubt whether the first copy is durable, so it was written again.
            last.hide(lastIndex);
        }
    }
}
