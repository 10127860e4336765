package io.smartpole.evidence.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk with a cache, as Linux has one: what was written can be read at once, but survives a power cut only after a
 * successful force. A failed force forgets what was to be written, and the next one succeeds without it.
 */
public final class MemoryDisk implements Disk {

    private static final int SECTOR = 512;

    private final Map<String, Content> files = new HashMap<>();
    private Fault fault = (what, name) -> {};
    private long capacity = Long.MAX_VALUE;
    private int forces;

    /** Throws where something is to fail. */
    @FunctionalInterface
    public interface Fault {
        void before(String what, String name) throws IOException;
    }

    private static final class Content {
        byte[] cached;
        byte[] durable;
        final TreeSet<Integer> dirty = new TreeSet<>();

        Content(byte[] bytes) {
            cached = bytes;
            durable = bytes.clone();
        }
    }

    public void fault(Fault next) {
        fault = next;
    }

    /** Fails every such operation with an input/output error. */
    public void fail(String operation) {
        fault = (what, name) -> {
            if (what.equals(operation)) {
                throw new IOException("Input/output error");
            }
        };
    }

    public void heal() {
        fault = (what, name) -> {};
    }

    /** @param bytes of the whole disk */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** @return how often something was made durable by force */
    public int forces() {
        return forces;
    }

    /** Of what was not made durable, some sectors survive and some do not. */
    public void powerCut(Random random) {
        for (Content content : files.values()) {
            for (int sector : content.dirty) {
                if (random.nextBoolean()) {
                    copy(content, sector);
                }
            }
            content.dirty.clear();
            content.cached = content.durable.clone();
        }
    }

    private static void copy(Content content, int sector) {
        System.arraycopy(content.cached, sector * SECTOR, content.durable, sector * SECTOR, SECTOR);
    }

    /** @return the bytes of a file, to be damaged */
    public byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name).cached;
    }

    public void forget(String name) {
        files.remove(name);
    }

    private Content file(String name) throws FileNotFoundException {
        @Nullable Content content = files.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return content;
    }

    @Override
    public void close() {}

    @Override
    public List<String> names() throws IOException {
        fault.before("names", "");
        return new ArrayList<>(files.keySet());
    }

    @Override
    public long free() {
        return capacity
                - files.values().stream().mapToLong(file -> file.cached.length).sum();
    }

    @Override
    public void create(String name, int size) throws IOException {
        fault.before("create", name);
        if (free() < size) {
            throw new IOException("No space left on device");
        }
        files.put(name, new Content(new byte[size]));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        fault.before("rename", from);
        files.put(to, file(from));
        files.remove(from);
    }

    @Override
    public void delete(String name) throws IOException {
        fault.before("delete", name);
        file(name);
        files.remove(name);
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        fault.before("replace", name);
        files.put(name, new Content(content.clone()));
    }

    @Override
    public byte[] load(String name) throws IOException {
        fault.before("load", name);
        return file(name).cached.clone();
    }

    @Override
    public OpenFile openToRead(String name) throws IOException {
        fault.before("openToRead", name);
        return new Open(name, file(name));
    }

    @Override
    public OpenFile openToWrite(String name) throws IOException {
        fault.before("openToWrite", name);
        return new Open(name, file(name));
    }

    private final class Open implements OpenFile {
        private final String name;
        private final Content content;

        Open(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            fault.before("read", name);
            int length = (int) Math.max(0, Math.min(into.remaining(), content.cached.length - offset));
            if (length > 0) {
                into.put(content.cached, (int) offset, length);
            }
            return length;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            fault.before("write", name);
            int length = bytes.remaining();
            int end = (int) offset + length;
            bytes.get(content.cached, (int) offset, length);
            for (int sector = (int) offset / SECTOR; sector * SECTOR < end; sector++) {
                content.dirty.add(sector);
            }
        }

        @Override
        public void force() throws IOException {
            forces++;
            try {
                fault.before("force", name);
                content.dirty.forEach(sector -> copy(content, sector));
            } finally {
                content.dirty.clear();
            }
        }

        @Override
        public void close() {}
    }
}
