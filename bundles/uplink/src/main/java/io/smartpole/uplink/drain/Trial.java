package io.smartpole.uplink.drain;

import java.time.Duration;

/**
 * When a batch that is set aside is tried again, and how long to wait after that.
 *
 * @param position where it is in the store if there is no copy; {@link #COPIED} if there is one
 */
record Trial(Duration due, Duration spacing, long position) {

    static final Duration FIRST_WAIT = Duration.ofHours(1);
    static final Duration LONGEST_WAIT = Duration.ofHours(24);
    static final long COPIED = -1;

    static Trial after(Duration now, long position) {
        return new Trial(now.plus(FIRST_WAIT), FIRST_WAIT, position);
    }

    boolean copied() {
        return position == COPIED;
    }

    Trial withCopy() {
        return new Trial(due, spacing, COPIED);
    }

    Trial atOnce() {
        return new Trial(Duration.ZERO, FIRST_WAIT, position);
    }

    Trial next(Duration now) {
        Duration doubled = spacing.multipliedBy(2);
        Duration longer = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        return new Trial(now.plus(longer), longer, position);
    }
}
