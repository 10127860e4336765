package io.smartpole.remote;

import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.keys.KeyId;
import io.smartpole.remote.TokenBucket.Rate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a sender from wearing out disk and lamp, even one with a good key: each key has a bucket of its own for each kind of
 * command, for configuration and for trust. Time is passed in, as time since boot. For one thread.
 */
final class RateLimits {

    static final Rate QUICK = new Rate(60, Duration.ofSeconds(1));
    static final Rate LONG = new Rate(3, Duration.ofMinutes(5));

    /** For configuration and trust: each is some 50 KB for the disk. */
    static final Rate DOCUMENT = new Rate(20, Duration.ofMinutes(1));

    /** Only those that are not full: so there are at most as many as trusted keys times kinds. */
    private final Map<Purpose, TokenBucket> buckets = new HashMap<>();

    private record Purpose(KeyId key, String kind) {}

    static Rate of(Pace pace) {
        return pace == Pace.LONG ? LONG : QUICK;
    }

    /** @return false if that key asked for that kind too often */
    boolean take(KeyId key, String kind, Rate rate, Duration now) {
        buckets.values().removeIf(bucket -> bucket.isFull(now));
        Purpose purpose = new Purpose(key, kind);
        TokenBucket before = buckets.getOrDefault(purpose, new TokenBucket(now));
        TokenBucket after = before.take(rate, now);
        if (after.equals(before)) {
            return false;
        }
        buckets.put(purpose, after);
        return true;
    }

    /** @return how many buckets are kept */
    int size() {
        return buckets.size();
    }
}
