package io.smartpole.evidence;

import io.smartpole.evidence.store.Disk;
import io.smartpole.evidence.store.FolderDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder for the store of one of thousands of simulated poles. Files take only the blocks that are written to, and nothing
 * is forced to the disk: what this computer has at a power cut, a thousand poles would not share.
 */
final class SparseDisk implements Disk {

    private final Path folder;
    private final FolderDisk disk;

    SparseDisk(Path folder) throws IOException {
        this.folder = folder;
        disk = new FolderDisk(folder);
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public long free() throws IOException {
        return disk.free();
    }

    @Override
    public void create(String name, int size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    @Override
    public byte[] load(String name) throws IOException {
        return disk.load(name);
    }

    @Override
    public OpenFile openToRead(String name) throws IOException {
        return disk.openToRead(name);
    }

    @Override
    public OpenFile openToWrite(String name) throws IOException {
        return new Unforced(disk.openToWrite(name));
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    private record Unforced(OpenFile file) implements OpenFile {

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            file.write(bytes, offset);
        }

        @Override
        public void force() {
            // not here, see above
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
