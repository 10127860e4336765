package io.smartpole.formats.receiver;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that only grows: where a receiver keeps what it is about to receipt. A line that was cut off by a
 * power cut was never receipted; it is removed when the file is opened again.
 *
 * <p>Not safe for use by several threads or processes.
 */
public final class LineFile implements Closeable {

    private static final int BLOCK = 8192;
    private static final Set<StandardOpenOption> READ_AND_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final FileChannel channel;

    /** Behind the last durable line. */
    private long end;

    private LineFile(FileChannel channel) throws IOException {
        this.channel = channel;
        end = endOfLastLine(channel);
        channel.truncate(end);
    }

    /** @param file made if missing, as is its folder; only its owner may read it */
    public static LineFile open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(file, READ_AND_WRITE, OWNER_ONLY);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
            return new LineFile(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        for (long blockEnd = channel.size(); blockEnd > 0; blockEnd -= BLOCK) {
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, blockEnd));
            long start = blockEnd - block.capacity();
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {}
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    /**
     * Appends lines with one fsync.
     *
     * @param lines without line feeds
     * @throws IOException if they may not be durable; the next lines then take their place
     */
    public void append(List<String> lines) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n");
        long next = end + bytes.remaining();
        // Takes away what a failed attempt left behind the last durable line.
        channel.truncate(end);
        while (bytes.hasRemaining()) {
            channel.write(bytes, next - bytes.remaining());
        }
        channel.force(false);
        end = next;
    }

    /** @return bytes */
    public long size() {
        return end;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
