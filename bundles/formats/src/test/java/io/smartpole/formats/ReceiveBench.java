package io.smartpole.formats;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.SystemTime;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.LineFile;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.Receipts;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.formats.senml.SenmlCbor;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many batches of five readings a platform takes in a second with one thread: verified and stored with an fsync for every
 * 64, and the same with a signed receipt for each. {@code scripts/bench receive} runs it. Prints one line for each run:
 * {@code verified} or {@code receipted}, and batches per second.
 */
final class ReceiveBench {

    private static final int BATCHES = 5_000;
    private static final int TOGETHER = 64;
    private static final int ROUNDS = 5;
    private static final Topics POLE = new Topics("bench", "p-1");
    private static final PlatformKey KEY = PlatformKey.generate();

    private ReceiveBench() {}

    /** @param args a folder on the disk in question, which is left empty */
    public static void main(String[] args) throws IOException {
        SystemTime time = new SystemTime(() -> true);
        Path file = Path.of(args[0]).resolve("received.jsonl");
        List<byte[]> batches = batches(time.now());
        for (int round = 0; round <= ROUNDS; round++) {
            double verified = batchesPerSecond(batches, file, false, time);
            double receipted = batchesPerSecond(batches, file, true, time);
            if (round > 0) { // Java compiles during the first
                System.out.printf(Locale.ROOT, "verified %.0f%nreceipted %.0f%n", verified, receipted);
            }
        }
    }

    private static List<byte[]> batches(Moment now) {
        List<Reading> readings = IntStream.range(0, 5)
                .mapToObj(i -> new Series("bme280", "quantity-" + i, Unit.CELSIUS).reading(Value.of(i + 0.25), now))
                .toList();
        byte[] pack = SenmlCbor.encode(POLE.baseName(), readings, now);
        List<byte[]> batches = new ArrayList<>();
        String prev = BatchHeader.NO_PREVIOUS;
        for (int seq = 1; seq <= BATCHES; seq++) {
            BatchHeader header = new BatchHeader(
                    ProtectedHeader.ED25519,
                    KEY.id(),
                    Lane.MEASUREMENT,
                    POLE.site(),
                    POLE.pole(),
                    seq,
                    prev,
                    new BootId("0".repeat(32)),
                    true,
                    seq,
                    false);
            EvidenceBatch batch = EvidenceBatch.sign(header, pack, KEY::sign);
            prev = batch.id().hash();
            batches.add(batch.message().encode());
        }
        return batches;
    }

    private static double batchesPerSecond(List<byte[]> batches, Path file, boolean receipts, SystemTime time)
            throws IOException {
        EvidenceReceiver receiver = new EvidenceReceiver(id -> Optional.of(KEY.publicKey()));
        Moment start = time.now();
        try (LineFile lines = LineFile.open(file)) {
            for (int from = 0; from < batches.size(); from += TOGETHER) {
                List<Verified> group = new ArrayList<>();
                for (byte[] batch : batches.subList(from, Math.min(from + TOGETHER, batches.size()))) {
                    if (receiver.receive(POLE.evidence(), batch) instanceof Verified verified) {
                        group.add(verified);
                    } else {
                        throw new IOException("a good batch was refused");
                    }
                }
                lines.append(group.stream()
                        .map(batch -> ReceivedLine.write(batch, start.instant()))
                        .toList());
                if (receipts) {
                    group.forEach(batch -> Receipts.sign(batch, KEY, start.instant()));
                }
            }
        }
        Files.delete(file);
        Duration took = time.now().since(start);
        return batches.size() / (took.toNanos() / 1e9);
    }
}
