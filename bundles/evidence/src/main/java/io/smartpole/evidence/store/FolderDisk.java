package io.smartpole.evidence.store;

import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of the real file system. */
public final class FolderDisk implements Disk {

    private static final Logger LOG = LoggerFactory.getLogger(FolderDisk.class);

    private static final int CHUNK = 1 << 16;

    /** A file under this name was not finished, and is of no use. */
    private static final String UNFINISHED = "segment.new";

    private static final String LOCK = "lock";

    private static final Set<StandardOpenOption> NEW =
            EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final @Nullable FileChannel lock;

    /**
     * @param folder made if missing
     * @throws IOException if it cannot be made, or another process uses it: two that write would destroy it
     */
    public FolderDisk(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        // What nobody can write to can be read by anybody; a worn-out SD card often ends like this.
        lock = Files.isWritable(folder) ? lock(folder.resolve(LOCK)) : null;
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is held by this process", file, e);
        }
        channel.close();
        throw new IOException(file + " is held: stop the other gateway that uses this folder");
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Override
    public long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public void create(String name, int size) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        Files.deleteIfExists(unfinished);
        try {
            try (FileChannel file = FileChannel.open(unfinished, NEW, OWNER_ONLY)) {
                // Zeros, and not just a length: a hole in a file gets its blocks only when written, at twice the cost.
                ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
                for (int left = size; left > 0; left -= zeros.limit()) {
                    zeros.clear().limit(Math.min(left, CHUNK));
                    writeAll(file, zeros, size - left);
                }
                file.force(true);
            }
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            syncNames();
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(folder.resolve(name));
            throw e;
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        try {
            syncNames();
        } catch (IOException e) {
            // Who is told that it failed looks for the file under its old name.
            Files.move(folder.resolve(to), folder.resolve(from), StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        syncNames();
    }

    private void syncNames() throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        DataFolder.replace(folder.resolve(name), content);
    }

    @Override
    public byte[] load(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @Override
    public OpenFile openToRead(String name) throws IOException {
        return new Channel(FileChannel.open(folder.resolve(name), StandardOpenOption.READ));
    }

    @Override
    public OpenFile openToWrite(String name) throws IOException {
        return new Channel(FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    private record Channel(FileChannel file) implements OpenFile {

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            int start = into.position();
            int end = into.limit();
            while (into.position() < end) {
                // In chunks: Java keeps a copy of the largest piece ever read at once, outside of the heap.
                into.limit(Math.min(end, into.position() + CHUNK));
                if (file.read(into, offset + into.position() - start) < 0) {
                    break;
                }
            }
            into.limit(end);
            return into.position() - start;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            writeAll(file, bytes, offset);
        }

        @Override
        public void force() throws IOException {
            file.force(false);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
