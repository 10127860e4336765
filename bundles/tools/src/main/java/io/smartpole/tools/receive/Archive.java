package io.smartpole.tools.receive;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.LineFile;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.tools.terminal.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of received evidence: files of lines, by day (UTC) of arrival and by size. The first of a day is such as
 * {@code 2026-11-01.jsonl}, the next {@code 2026-11-01_00002.jsonl}: in the order of their names they are in that of
 * their age.
 */
final class Archive implements Store, Closeable {

    private static final String ENDING = ".jsonl";

    private final Path folder;
    private final long largest;
    private final FileChannel lock;
    private @Nullable LocalDate day;
    private int number;
    private @Nullable LineFile current;

    private Archive(Path folder, long largest, FileChannel lock) {
        this.folder = folder;
        this.largest = largest;
        this.lock = lock;
    }

    /**
     * @param largest a file that has so many bytes grows no more
     * @throws UserError if another process writes to this folder
     */
    static Archive open(Path folder, long largest) throws IOException {
        return openIfFree(folder, largest)
                .orElseThrow(() ->
                        new UserError("another 'pole receive' writes to " + folder + ": end it, or use another --out"));
    }

    /** @return empty if another process writes to this folder */
    static Optional<Archive> openIfFree(Path folder, long largest) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean ours = false;
        try {
            ours = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // held in this very process
        } finally {
            if (!ours) {
                lock.close();
            }
        }
        return ours ? Optional.of(new Archive(folder, largest, lock)) : Optional.empty();
    }

    /** @return the files of evidence in a folder, the oldest first */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    Path folder() {
        return folder;
    }

    /**
     * Takes up the chains where the newest file ends, so that what comes next is compared with it.
     *
     * @throws UserError if that file is not what was stored
     */
    void resume(EvidenceReceiver receiver) throws IOException {
        List<Path> files = files(folder);
        if (files.isEmpty()) {
            return;
        }
        Path newest = files.get(files.size() - 1);
        // Opened once before, for a line that a power cut cut off is no reason to refuse.
        LineFile.open(newest).close();
        long number = 0;
        try (Stream<String> lines = Files.lines(newest)) {
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                receiver.resume(EvidenceBatch.decode(ReceivedLine.read(line).bytes()));
            }
        } catch (FormatException e) {
            throw new UserError(
                    newest + ":" + number + " is not what was stored (" + e.getMessage()
                            + "): move the file elsewhere and look into it",
                    e);
        }
    }

    @Override
    public void store(List<Kept> batches, Instant received) throws IOException {
        LocalDate today = LocalDate.ofInstant(received, ZoneOffset.UTC);
        file(today).append(batches.stream().map(Kept::line).toList());
    }

    private LineFile file(LocalDate today) throws IOException {
        LineFile file = current;
        if (file == null || !today.equals(day)) {
            file = begin(today, numberOfLast(today));
        }
        return file.size() < largest ? file : begin(today, number + 1);
    }

    private LineFile begin(LocalDate today, int next) throws IOException {
        closeCurrent();
        LineFile file = LineFile.open(folder.resolve(name(today, next)));
        current = file;
        day = today;
        number = next;
        return file;
    }

    /** @return 1 if there is none yet */
    private int numberOfLast(LocalDate today) throws IOException {
        int last = 1;
        while (Files.exists(folder.resolve(name(today, last + 1)))) {
            last++;
        }
        return last;
    }

    private static String name(LocalDate today, int number) {
        return today + (number == 1 ? "" : "_%05d".formatted(number)) + ENDING;
    }

    private void closeCurrent() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeCurrent();
        lock.close();
    }
}
