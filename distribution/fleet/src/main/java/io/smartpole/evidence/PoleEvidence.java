package io.smartpole.evidence;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.time.TimeSource;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one pole among many: all that {@link EvidenceService} is made of, but stepped from outside rather than
 * by a thread of its own, and on a disk that holds thousands of stores. It stands in this package to see it.
 *
 * <p>One thread at a time steps and finishes it.
 */
public final class PoleEvidence {

    private static final int MOST_WAITING = 64;
    private static final int LARGEST_BATCH = 256;
    private static final Duration HEARTBEAT = Duration.ofMinutes(15);

    private final ReadingQueue queue = new ReadingQueue(MOST_WAITING, LARGEST_BATCH);
    private final OpeningLog log = new OpeningLog();
    private final Writer writer;

    /**
     * @param folder of its store
     * @param version of the simulator, for the start record
     * @param committed runs after each batch
     */
    public PoleEvidence(Path folder, String version, TimeSource time, EvidenceKey key, Pole pole, Runnable committed) {
        // Readings come together and wait for no others: each time they come there is a batch.
        Settings settings = new Settings(
                Duration.ZERO, LARGEST_BATCH, HEARTBEAT, StoreLimits.ofSize(Settings.SMALLEST_STORE, Duration.ZERO));
        writer = new Writer(
                time,
                new Agenda(time, queue, () -> settings, version),
                new Sealer(time, key, pole),
                () -> open(folder, settings),
                settings::limits,
                lane -> committed.run());
    }

    private SegmentStore open(Path folder, Settings settings) throws IOException {
        SegmentStore store = SegmentStore.open(new SparseDisk(folder), settings.limits());
        log.opened(store);
        return store;
    }

    public void add(Reading reading) {
        queue.add(reading);
    }

    /** @return for how long nothing will be due, if nothing is added */
    public Duration step() {
        return writer.step();
    }

    /** Says that this was a clean stop, and closes the store. */
    public void finish() {
        writer.finish();
    }

    public EvidenceLog log() {
        return log;
    }

    public Optional<PreviousEnd> previousEnd() {
        return Optional.ofNullable(writer.previousEnd());
    }

    /** @return what keeps readings from being stored; null if nothing does */
    public @Nullable String problem() {
        return writer.problem();
    }
}
