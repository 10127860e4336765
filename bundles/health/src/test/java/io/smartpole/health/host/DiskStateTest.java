package io.smartpole.health.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStateTest {

    private static final long MB = 1_000_000;
    private static final long GB = 1000 * MB;

    @TempDir
    Path folder;

    private HealthStatus status(long free, long size) {
        return new DiskState(free, size).health(folder).status();
    }

    @Test
    void aCardOf32GigabytesIsLookedAtBelowATwentieth() {
        assertEquals(HealthStatus.OK, status(1600 * MB, 32 * GB));
        assertEquals(HealthStatus.WARN, status(1599 * MB, 32 * GB));
    }

    @Test
    void aSmallDiskIsLookedAtBelowHalfAGigabyteAndABigOneBelowFive() {
        assertEquals(HealthStatus.OK, status(500 * MB, 4 * GB));
        assertEquals(HealthStatus.WARN, status(499 * MB, 4 * GB));
        assertEquals(HealthStatus.OK, status(5 * GB, 2000 * GB));
        assertEquals(HealthStatus.WARN, status(5 * GB - 1, 2000 * GB));
    }

    @Test
    void withoutRoomSomebodyHasToActNow() {
        assertEquals(HealthStatus.WARN, status(100 * MB, 32 * GB));
        assertEquals(HealthStatus.CRITICAL, status(100 * MB - 1, 32 * GB));
        assertEquals(HealthStatus.CRITICAL, status(0, 0));
    }

    @Test
    void theMessageHasTheFigures() {
        assertEquals(
                "800 MB free of 32000 MB (2 %) on the disk of /data",
                new DiskState(800 * MB, 32 * GB).health(Path.of("/data")).message());
    }

    @Test
    void aFolderThatIsNotMadeYetIsOnTheDiskOfItsParent() throws Exception {
        DiskState state = DiskState.read(folder.resolve("not/made/yet"));
        assertEquals(Files.getFileStore(folder).getTotalSpace(), state.size());
        assertTrue(new DiskCheck(folder.resolve("not")).check().message().contains("MB free of"));
    }
}
