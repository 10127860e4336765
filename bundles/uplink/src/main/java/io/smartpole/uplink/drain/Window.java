package io.smartpole.uplink.drain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many batches may be in flight at once over one line: enough to keep it busy, few enough that live data, which goes
 * the same way, is not held up.
 *
 * <p>The idea is that of TCP Vegas (Brakmo and Peterson, 1995). The shortest time in which the line acknowledged a batch is
 * that of an empty line; what an acknowledgement takes longer is spent standing in line, behind our own batches. With
 * {@code size} in flight, {@code size * (took - least) / took} of them stand; two to four are right. Also, none may stand
 * for longer than {@link #LIVE}, and all in flight together must be through within {@link #BUSY}, since a line that
 * acknowledges nothing is given up.
 */
final class Window {

    static final int LARGEST = 16;

    /** To begin with, on a line that is not slow. */
    static final int USUAL = 4;

    /** How much longer live data may take because of batches. */
    static final Duration LIVE = Duration.ofMillis(250);

    /** Less than the 15 s after which a line without acknowledgements is given up. */
    static final Duration BUSY = Duration.ofSeconds(10);

    /** Acknowledgements in good time before one more is tried: on a slow line, each trial holds up live data. */
    static final int GOOD = 64;

    /** The first batch measures the line: four of them could take a slow one a minute. */
    private int size = 1;

    private @Nullable Duration least;
    private int sinceChange;
    private int good;

    int size() {
        return size;
    }

    /**
     * @param took from publishing to the acknowledgement
     * @param inFlight batches that were in flight when it came, that one included
     */
    void acknowledged(Duration took, int inFlight) {
        Duration shortest = least;
        if (shortest == null) {
            least = took;
            change(took.compareTo(LIVE) <= 0 ? USUAL : 1);
            return;
        }
        shortest = shortest(shortest, took);
        least = shortest;
        sinceChange++;
        Duration stood = took.minus(shortest);
        boolean settled = sinceChange > size; // those before were published with another size
        if (took.compareTo(BUSY) > 0) {
            change(1);
        } else if (settled && stood.compareTo(LIVE) > 0) {
            change(Math.max(1, size / 2));
        } else if (settled && size > 1 && stands(stood, took, 4)) {
            change(size - 1);
        } else if (inFlight >= size && !stands(stood, took, 2)) {
            good++;
            if (good >= GOOD
                    && size < LARGEST
                    && shortest.multipliedBy(size + 1L).compareTo(BUSY) <= 0) {
                change(size + 1);
            }
        }
    }

    /** With one in flight nothing stands in line, so the line itself has become slower. */
    private Duration shortest(Duration former, Duration took) {
        boolean slower = took.compareTo(former) > 0;
        return slower && size == 1 ? former.multipliedBy(3).plus(took).dividedBy(4) : slower ? former : took;
    }

    private boolean stands(Duration stood, Duration took, int batches) {
        return stood.multipliedBy(size).compareTo(took.multipliedBy(batches)) > 0;
    }

    private void change(int next) {
        size = next;
        sinceChange = 0;
        good = 0;
    }
}
