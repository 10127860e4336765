package io.smartpole.distribution.bench;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Looks from outside into the evidence store of a gateway that starts, until a signed batch with a reading of a sensor is
 * on the disk. The layout of a segment is drawn in the evidence bundle, in {@code Commit}.
 */
final class FirstSensorReading implements GatewayProcess.Condition {

    private static final int BLOCK = 4096;
    private static final int MAGIC = 0x53504556;
    private static final int LENGTH_AT = 88;
    private static final int HEADER = 96;

    /** What the gateway says itself; it needs no sensor. */
    private static final Set<String> NOT_SENSORS = Set.of("lamp", "gateway");

    private final Path evidence;

    FirstSensorReading(Path data) {
        evidence = data.resolve("evidence");
    }

    @Override
    public boolean holds() throws IOException {
        if (!Files.isDirectory(evidence)) {
            return false;
        }
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(evidence, "measurement-*.seg")) {
            for (Path segment : segments) {
                if (isIn(segment)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isIn(Path segment) throws IOException {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (long at = 0; file.read(block.clear(), at) == BLOCK && block.getInt(0) == MAGIC; at += BLOCK) {
                if (hasSensorReading(block)) {
                    // The bytes are there; the gateway's own fsync may still be under way.
                    file.force(false);
                    return true;
                }
            }
        }
        return false;
    }

    /** A batch with one reading fits into one block; one that is only half written is looked at again. */
    private static boolean hasSensorReading(ByteBuffer block) {
        int length = block.getInt(LENGTH_AT);
        if (length < 1 || length > BLOCK - HEADER) {
            return false;
        }
        byte[] batch = new byte[length];
        block.get(HEADER, batch);
        try {
            return EvidenceBatch.decode(batch).records().stream().anyMatch(FirstSensorReading::isOfSensor);
        } catch (FormatException e) {
            return false;
        }
    }

    /** Names are site/pole/component/quantity. */
    private static boolean isOfSensor(SenmlRecord reading) {
        return !NOT_SENSORS.contains(reading.name().split("/", -1)[2]);
    }
}
