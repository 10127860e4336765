package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of copies of single batches: {@code {lane}-{seq}-{first 16 digits of the hash}.cose}, each with the exact bytes
 * that were signed. Who finds one there can verify it like any other.
 */
final class SetAside {

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

    private final Path folder;

    SetAside(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** @return what is there, but for files that are damaged */
    List<BatchId> load() {
        List<BatchId> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cose")) {
                for (Path file : files) {
                    load(file, found);
                }
            } catch (IOException | DirectoryIteratorException e) {
                LOG.warn("{} cannot be read: what was set aside will be sent as usual: {}", folder, e.toString());
            }
        }
        return found;
    }

    private void load(Path file, List<BatchId> found) {
        try {
            BatchId id = EvidenceBatch.decode(Files.readAllBytes(file)).id();
            if (file.equals(file(id))) {
                found.add(id);
            } else {
                LOG.warn("{} is left out: by its content it is {}", file, file(id).getFileName());
            }
        } catch (IOException | FormatException e) {
            LOG.warn("{} is left out: {}", file, e.toString());
        }
    }

    /** @throws IOException if the copy may not be durable */
    void copy(StoredBatch batch) throws IOException {
        DataFolder.replace(file(batch.id()), batch.bytes());
    }

    /** @throws IOException if it cannot be read, or is not what was copied */
    byte[] read(BatchId id) throws IOException {
        byte[] bytes = Files.readAllBytes(file(id));
        try {
            if (EvidenceBatch.decode(bytes).id().equals(id)) {
                return bytes;
            }
        } catch (FormatException e) {
            throw new IOException(e.getMessage(), e);
        }
        throw new IOException("its content is another batch");
    }

    void delete(BatchId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            LOG.warn("{} is no longer needed, but cannot be deleted: {}", file(id), e.toString());
        }
    }

    private Path file(BatchId id) {
        return folder.resolve(
                "%s-%d-%s.cose".formatted(id.lane().label(), id.seq(), id.hash().substring(0, 16)));
    }
}
