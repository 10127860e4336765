package io.smartpole.evidence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk with one sector, at the same place of every file, that cannot be read. */
record BadSector(Disk disk, int at) implements Disk {

    @Override
    public void close() throws IOException {
        disk.close();
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
        disk.create(name, size);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        disk.replace(name, content);
    }

    @Override
    public byte[] load(String name) throws IOException {
        return disk.load(name);
    }

    @Override
    public OpenFile openToWrite(String name) throws IOException {
        return disk.openToWrite(name);
    }

    @Override
    public OpenFile openToRead(String name) throws IOException {
        OpenFile file = disk.openToRead(name);
        return new OpenFile() {
            @Override
            public int read(ByteBuffer into, long offset) throws IOException {
                if (offset <= at && at < offset + into.remaining()) {
                    throw new IOException("Input/output error");
                }
                return file.read(into, offset);
            }

            @Override
            public void write(ByteBuffer bytes, long offset) throws IOException {
                file.write(bytes, offset);
            }

            @Override
            public void force() throws IOException {
                file.force();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
