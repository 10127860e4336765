package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static io.smartpole.evidence.store.Chain.LARGE;
import static io.smartpole.evidence.store.Chain.LIMITS;
import static io.smartpole.evidence.store.Chain.append;
import static io.smartpole.evidence.store.Chain.offered;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.evidence.store.Disk.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDiskTest {

    private final Path folder;

    FolderDiskTest(@TempDir Path temp) {
        folder = temp.resolve("evidence");
    }

    @Test
    void aNewFileHasItsWholeSizeInZeros() throws Exception {
        try (FolderDisk disk = new FolderDisk(folder)) {
            disk.create("a", 100_000);
            assertArrayEquals(new byte[100_000], disk.load("a"));
            assertTrue(disk.names().contains("a"));
        }
    }

    @Test
    void whatIsWrittenInPlaceIsReadAndAFileEndsWhereItEnds() throws Exception {
        try (FolderDisk disk = new FolderDisk(folder)) {
            disk.create("a", 200_000);
            byte[] bytes = new byte[150_000];
            bytes[149_999] = 7;
            try (OpenFile file = disk.openToWrite("a")) {
                file.write(ByteBuffer.wrap(bytes), 50_000);
                file.force();
            }
            try (OpenFile file = disk.openToRead("a")) {
                ByteBuffer read = ByteBuffer.allocate(160_000);
                assertEquals(150_000, file.read(read, 50_000));
                assertEquals(7, read.get(149_999));
            }
        }
    }

    @Test
    void filesAreRenamedReplacedAndDeleted() throws Exception {
        try (FolderDisk disk = new FolderDisk(folder)) {
            disk.create("a", 10);
            disk.rename("a", "b");
            disk.replace("b", new byte[] {1});
            assertArrayEquals(new byte[] {1}, disk.load("b"));
            disk.delete("b");
            assertThrows(NoSuchFileException.class, () -> disk.load("b"));
        }
    }

    @Test
    void whatWasLeftOfAnUnfinishedFileDoesNoHarm() throws Exception {
        try (FolderDisk disk = new FolderDisk(folder)) {
            Files.writeString(folder.resolve("segment.new"), "half");
            disk.create("a", 10);
            assertArrayEquals(new byte[10], disk.load("a"));
            assertTrue(!disk.names().contains("segment.new"));
        }
    }

    @Test
    void aFolderIsUsedByOneAtATime() throws Exception {
        FolderDisk first = new FolderDisk(folder);
        IOException e = assertThrows(IOException.class, () -> new FolderDisk(folder));
        assertTrue(String.valueOf(e.getMessage()).contains("stop the other gateway"));
        first.close();
        new FolderDisk(folder).close();
    }

    @Test
    void aStoreThatCannotBeOpenedLetsGoOfItsFolder() throws Exception {
        FolderDisk disk = new FolderDisk(folder);
        Path segment = folder.resolve("alarm-000000000001.seg");
        Files.createSymbolicLink(segment, Path.of("nowhere"));
        assertThrows(IOException.class, () -> SegmentStore.open(disk, LIMITS));
        Files.delete(segment);
        SegmentStore.open(new FolderDisk(folder), LIMITS).close();
    }

    @Test
    void readingGoesOnUndisturbedWhileOldBatchesGiveWay() throws Exception {
        SegmentStore store = SegmentStore.open(new FolderDisk(folder), LIMITS);
        append(store, MEASUREMENT, LARGE);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 45; i++) {
                    append(store, MEASUREMENT, LARGE);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        while (!writing.isDone()) {
            List<Long> seqs =
                    offered(store, MEASUREMENT).stream().map(id -> id.seq()).toList();
            for (int i = 1; i < seqs.size(); i++) {
                assertTrue(seqs.get(i - 1) < seqs.get(i), seqs.toString());
            }
        }
        writing.get(60, TimeUnit.SECONDS);
        assertNull(store.readProblem());
        assertTrue(store.untold().stream().allMatch(stretch -> stretch.reason() == Stretch.Reason.NO_SPACE));
        assertTrue(store.batchesLost() > 0);
        store.close();
    }
}
