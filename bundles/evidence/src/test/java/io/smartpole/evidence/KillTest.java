package io.smartpole.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.FolderDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.SignedBatch;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a committing process with {@code kill -9}, again and again, and looks for what it had said to be committed. */
class KillTest {

    private static final int ROUNDS_PER_STORE = 20;

    /** {@code lane seq hash}; a line cut off by the kill has not been said. */
    private static final String WHOLE_LINE = "[a-z]+ [0-9]+ [0-9a-f]{64}";

    private final TestKey key = TestKey.generate();

    @Test
    @Timeout(3600)
    void nothingThatWasCommittedIsLostWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("private"), key.pair().getPrivate().getEncoded());
        Files.write(folder.resolve("public"), key.publicKey());
        int rounds = Boolean.getBoolean("smartpole.full") ? 200 : 4;
        long seed = 20_261_101;
        Random random = new Random(seed);
        Set<String> said = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            Path store = folder.resolve("store-" + round / ROUNDS_PER_STORE);
            if (round % ROUNDS_PER_STORE == 0) {
                said.clear();
            }
            commitAndKill(folder, store, 1 + random.nextInt(200), said);
            String message = "round " + round + ", seed " + seed;
            Set<String> found = stored(store, message);
            assertTrue(found.containsAll(said), message);
        }
    }

    private static void commitAndKill(Path folder, Path store, int lines, Set<String> said) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        CommittingProcess.class.getName(),
                        store.toString(),
                        folder.resolve("private").toString(),
                        folder.resolve("public").toString())
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            int left = lines;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches(WHOLE_LINE)) {
                    said.add(line);
                }
                left--;
                if (left == 0) {
                    // By its handle, since killing by the process closes our end of its output.
                    process.toHandle().destroyForcibly();
                }
            }
            assertTrue(left <= 0, "the process ended by itself: " + Files.readString(errors));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** @return all that is stored, verified, each batch following the one before */
    private Set<String> stored(Path folder, String message) throws Exception {
        SegmentStore store = SegmentStore.open(new FolderDisk(folder), Settings.DEFAULT.limits());
        assertTrue(store.untold().isEmpty(), message);
        Set<String> found = new HashSet<>();
        for (Lane lane : Lane.values()) {
            long seq = 0;
            String hash = BatchHeader.NO_PREVIOUS;
            var next = store.nextUnreceipted(lane, EvidenceLog.FROM_START);
            while (next.isPresent()) {
                EvidenceBatch batch = verified(next.get().bytes());
                assertEquals(seq + 1, batch.header().seq(), message);
                assertEquals(hash, batch.header().prev(), message);
                seq = batch.header().seq();
                hash = batch.id().hash();
                found.add(line(batch));
                next = store.nextUnreceipted(lane, next.get().position());
            }
            for (SignedBatch last : store.inDoubt()) {
                EvidenceBatch batch = verified(last.bytes());
                if (last.id().lane() == lane) {
                    assertEquals(seq + 1, batch.header().seq(), message);
                    assertEquals(hash, batch.header().prev(), message);
                    found.add(line(batch));
                }
            }
        }
        store.close();
        return found;
    }

    private EvidenceBatch verified(byte[] bytes) throws Exception {
        EvidenceBatch batch = EvidenceBatch.decode(bytes);
        batch.verify(key.publicKey());
        return batch;
    }

    private static String line(EvidenceBatch batch) {
        return batch.header().lane().label() + " " + batch.header().seq() + " "
                + batch.id().hash();
    }
}
