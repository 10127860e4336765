package io.smartpole.remote;

import java.time.Duration;

/**
 * So much may come at once, and then one each pause. Pure.
 *
 * @param fullAt when it is full again, if nothing more is taken; as time since boot
 */
record TokenBucket(Duration fullAt) {

    /**
     * @param burst how many may come at once
     * @param pause how long one takes to come back
     */
    record Rate(int burst, Duration pause) {}

    /** @return the bucket without one token; the very same if none was left */
    TokenBucket take(Rate rate, Duration now) {
        Duration from = isFull(now) ? now : fullAt;
        Duration after = from.plus(rate.pause());
        boolean left = after.minus(now).compareTo(rate.pause().multipliedBy(rate.burst())) <= 0;
        return left ? new TokenBucket(after) : this;
    }

    boolean isFull(Duration now) {
        return fullAt.compareTo(now) <= 0;
    }
}
