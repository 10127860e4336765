package io.smartpole.uplink;

import io.smartpole.uplink.Problem.Side;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect. It is drawn at random ("full jitter"), so that the poles of a city do
 * not come in step:
 *
 * <pre>
 *                       1st wait    2nd wait      later
 *   the line failed     0 to 1 s    0 to 240 s    150 to 300 s
 *   the broker said no              0 to 240 s    150 to 300 s
 * </pre>
 *
 * A line mostly fails for one pole alone, and comes back at once. A broker says no to all poles in the same second; so does a
 * mobile network that fails twice. Ten thousand that come back within a minute would throw a broker down again: spread over
 * minutes, they are fewer than 100 in a second, and half of them are back within 150 s. Later waits are not drawn from the
 * whole range: the first draw has spread the poles already, and short waits would only add attempts. {@code HerdTest} shows it.
 *
 * <p>Nobody else comes to a broker on this machine: there the whole range doubles from 1 s to 5 min.
 */
final class Backoff {

    private static final int QUICK_MS = 1_000;
    private static final int CROWD_MS = 240_000;
    private static final int LONGEST_MS = 300_000;

    private Backoff() {}

    /**
     * @param failures failed attempts since the connection was last stable, from 1
     * @param side whose fault the last one was
     * @param shared whether other poles use that broker too
     */
    static Duration delay(int failures, Side side, boolean shared, RandomGenerator random) {
        if (!shared) {
            return upTo(doubling(failures), random);
        }
        int spread = side == Side.LINE ? failures - 1 : failures;
        return switch (spread) {
            case 0 -> upTo(QUICK_MS, random);
            case 1 -> upTo(CROWD_MS, random);
            default -> upTo(LONGEST_MS / 2, random).plusMillis(LONGEST_MS / 2);
        };
    }

    /** @return for how long a connection that is only to stand by puts itself off, where other poles use the broker too */
    static Duration standby(RandomGenerator random) {
        return upTo(CROWD_MS, random);
    }

    private static Duration upTo(long millis, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(millis + 1));
    }

    private static long doubling(int failures) {
        int doublings = Math.min(failures - 1, 9); // 2^9 s is beyond the longest
        return Math.min(LONGEST_MS, (long) QUICK_MS << doublings);
    }
}
