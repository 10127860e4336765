package io.smartpole.health.host;

import io.smartpole.core.health.HealthResult;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full a disk is.
 *
 * @param free what this process can still write, in bytes
 * @param size of the whole disk, in bytes
 */
public record DiskState(long free, long size) {

    /** The gateway itself writes little; whatever fills a disk does so in days rather than in hours. */
    static final long LITTLE = 500_000_000;

    /** On a big disk a twentieth is worth a look, but nobody needs to drive out for these. */
    static final long PLENTY = 5_000_000_000L;

    /** Evidence stops growing soon after, and what the gateway is told can no longer be kept. */
    static final long NONE = 100_000_000;

    /** @param folder on the disk; it need not exist yet */
    public static DiskState read(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        FileStore store = Files.getFileStore(there);
        return new DiskState(store.getUsableSpace(), store.getTotalSpace());
    }

    HealthResult health(Path folder) {
        String text = "%d MB free of %d MB (%d %%) on the disk of %s"
                .formatted(free / 1_000_000, size / 1_000_000, size == 0 ? 0 : free * 100 / size, folder);
        if (free < NONE) {
            return HealthResult.critical(
                    text + ": what the pole measures and is told can soon not be kept any more",
                    "make room now: look for logs and files of others; else bring a larger SD card");
        }
        if (free < Math.max(LITTLE, Math.min(PLENTY, size / 20))) {
            return HealthResult.warn(text, "make room: look for logs and files of others");
        }
        return HealthResult.ok(text);
    }
}
