package io.smartpole.uplink;

import io.smartpole.core.profile.HardwareProfile;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What it means for the connection that mains are switched in the cabinet, at dusk and dawn or for half of the night.
 * Losing power is then expected: the pole is asleep, not lost. And all poles of a city get power in the same second, so
 * they take turns at connecting: each waits for a random part of 5 min after its start.
 *
 * @param turn when it is this pole's turn, since boot
 * @param patience how long the profile, which tells the supply, is waited for, since boot
 */
record SwitchedMains(Duration turn, Duration patience) {

    static final Duration SPREAD = Duration.ofMinutes(5);
    static final Duration PROFILE = Duration.ofSeconds(10);

    /** @param start time since boot */
    static SwitchedMains draw(Duration start, RandomGenerator random) {
        return new SwitchedMains(start.plusMillis(random.nextLong(SPREAD.toMillis() + 1)), start.plus(PROFILE));
    }

    /** @param profile in force; null while there is none */
    static boolean feed(@Nullable HardwareProfile profile) {
        return profile != null && profile.supply().switchedByCabinet();
    }

    /**
     * @param profile in force; null while there is none
     * @param sinceBoot now
     * @return whether this pole may connect for the first time; only one with switched mains waits for its turn
     */
    boolean itsTurn(@Nullable HardwareProfile profile, Duration sinceBoot) {
        if (profile == null) {
            return sinceBoot.compareTo(patience) >= 0;
        }
        return !feed(profile) || sinceBoot.compareTo(turn) >= 0;
    }
}
