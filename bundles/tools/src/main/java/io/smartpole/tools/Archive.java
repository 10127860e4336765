package io.smartpole.tools;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.LineFile;
import io.smartpole.formats.receiver.ReceivedLine;
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

/** A folder of received evidence: one file of lines per day (UTC) of arrival, such as {@code 2026-11-01.jsonl}. */
final class Archive implements Closeable {

    private static final String ENDING = ".jsonl";

    private final Path folder;
    private final FileChannel lock;
    private @Nullable LocalDate day;
    private @Nullable LineFile today;

    private Archive(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws UserError if another process writes to this folder */
    static Archive open(Path folder) throws IOException {
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
        if (!ours) {
            throw new UserError("another 'pole receive' writes to " + folder + ": end it, or use another --out");
        }
        return new Archive(folder, lock);
    }

    /**
     * Takes up the chains where the newest file ends, so that what comes next is compared with it.
     *
     * @throws UserError if that file is not what was stored
     */
    void resume(EvidenceReceiver receiver) throws IOException {
        Optional<Path> newest = newest();
        if (newest.isEmpty()) {
            return;
        }
        // Opened once before, for a line that a power cut cut off is no reason to refuse.
        LineFile.open(newest.get()).close();
        long number = 0;
        try (Stream<String> lines = Files.lines(newest.get())) {
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                receiver.resume(EvidenceBatch.decode(ReceivedLine.read(line).bytes()));
            }
        } catch (FormatException e) {
            throw new UserError(
                    newest.get() + ":" + number + " is not what was stored (" + e.getMessage()
                            + "): move the file elsewhere and look into it",
                    e);
        }
    }

    private Optional<Path> newest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .max(Path::compareTo);
        }
    }

    /** @throws IOException if the lines may not be durable */
    void append(List<String> lines, Instant now) throws IOException {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (today == null || !date.equals(day)) {
            closeToday();
            today = LineFile.open(folder.resolve(date + ENDING));
            day = date;
        }
        today.append(lines);
    }

    private void closeToday() throws IOException {
        if (today != null) {
            today.close();
            today = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeToday();
        lock.close();
    }
}
