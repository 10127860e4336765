package io.smartpole.evidence.store;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the wish that batches are sent again which were receipted.
 *
 * @param again how many are sent again
 * @param waiting how many wait for their first receipt anyway
 * @param gone which numbers are not stored any more, the lowest {@value #MOST_GONE} stretches of them
 * @param newest the newest number of the key in that lane; 0 if nothing of it is stored
 * @param left the lowest number that was not looked at, since so many at once are enough; 0 if all were
 */
public record Resend(int again, int waiting, List<Range> gone, long newest, long left) {

    static final int MOST_GONE = 100;

    /**
     * Which batches.
     *
     * @param lane of it
     * @param key that signed them
     * @param first lowest number
     * @param last highest number
     * @param most so many at once
     */
    public record Wish(Lane lane, KeyId key, long first, long last, int most) {}

    /** Numbers from the first to the last, both included. */
    public record Range(long first, long last) {}

    public Resend {
        gone = List.copyOf(gone);
    }

    /** Goes through the batches of the key that are stored, in the order of writing. */
    static Resend of(Wish wish, List<Segment> ofKey) {
        int again = 0;
        int waiting = 0;
        List<Range> gone = new ArrayList<>();
        long next = wish.first();
        long newest = newest(ofKey);
        for (Segment segment : ofKey) {
            for (int i = 0; i < segment.count(); i++) {
                long seq = segment.seq(i);
                if (seq < wish.first() || seq > wish.last() || !segment.isReadable(i)) {
                    continue;
                }
                addGone(gone, next, seq - 1);
                if (again == wish.most()) {
                    return new Resend(again, waiting, gone, newest, seq);
                }
                if (segment.isOffered(i)) {
                    waiting++;
                } else {
                    segment.offerAgain(i);
                    again++;
                }
                next = Math.max(next, seq + 1);
            }
        }
        addGone(gone, next, Math.min(wish.last(), newest));
        return new Resend(again, waiting, gone, newest, 0);
    }

    private static void addGone(List<Range> gone, long first, long last) {
        if (first <= last && gone.size() < MOST_GONE) {
            gone.add(new Range(first, last));
        }
    }

    private static long newest(List<Segment> ofKey) {
        if (ofKey.isEmpty()) {
            return 0;
        }
        Segment last = ofKey.get(ofKey.size() - 1);
        return last.seq(last.count() - 1);
    }
}
