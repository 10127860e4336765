package io.smartpole.lighting.supervision;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the counters on disk: at most once an hour of real time, and at the end. A power cut costs an hour of counting,
 * which is less than the SD card. For one thread, but the problem may be asked for by any.
 */
final class KeptFigures {

    static final Duration INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeptFigures.class);

    private final FiguresFile file;
    private LampFigures kept = LampFigures.NONE;
    private @Nullable Moment lastTry;
    private volatile @Nullable String lost;
    private volatile @Nullable String unkept;

    KeptFigures(FiguresFile file) {
        this.file = file;
    }

    /** @return where the counters begin: from zero if they are lost */
    LampFigures open() {
        try {
            kept = file.read();
            if (Files.exists(file.damaged())) {
                lost =
                        "the lamp's counters are those since they were lost; delete %s once the burning hours are no matter"
                                .formatted(file.damaged());
            }
        } catch (IOException e) {
            lost = "the lamp's counters began at zero: " + e.getMessage();
            LOG.error("{}", lost);
        }
        return kept;
    }

    /** @param now real time */
    void keepIfDue(LampFigures figures, Moment now) {
        if (lastTry == null) {
            lastTry = now;
        } else if (now.since(lastTry).compareTo(INTERVAL) >= 0) {
            lastTry = now;
            keep(figures);
        }
    }

    void keep(LampFigures figures) {
        if (figures.equals(kept)) {
            return;
        }
        try {
            file.write(figures);
            kept = figures;
            unkept = null;
        } catch (IOException e) {
            if (unkept == null) {
                LOG.warn("The lamp's counters cannot be kept, which is tried again every hour: {}", e.toString());
            }
            unkept = "the lamp's counters cannot be kept: " + e;
        }
    }

    /** @return why the counters began at zero; null if they did not, or for the first time */
    @Nullable
    String lost() {
        return lost;
    }

    /** @return why the counters would not survive a restart; null if they would */
    @Nullable
    String unkept() {
        return unkept;
    }
}
