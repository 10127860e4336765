package io.smartpole.uplink;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.profile.HardwareProfile;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When this pole makes its first connection after a start. All poles of a city get power in the same second at dusk, where
 * the cabinet switches the mains, and after a power cut: they take turns within 5 min. It is the smaller of two draws, so
 * that most need not wait for long.
 *
 * @param at when it is this pole's turn, since boot
 * @param patience how long the profile and the store, which tell why the pole started, are waited for, since boot
 */
record Turn(Duration at, Duration patience) {

    static final Duration SPREAD = Duration.ofMinutes(5);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** @param start time since boot */
    static Turn draw(Duration start, RandomGenerator random) {
        long millis = Math.min(random.nextLong(SPREAD.toMillis() + 1), random.nextLong(SPREAD.toMillis() + 1));
        return new Turn(start.plusMillis(millis), start.plus(PATIENCE));
    }

    /**
     * Losing power is then expected: the pole is asleep, not lost.
     *
     * @param profile in force; null while there is none
     */
    static boolean switchedMains(@Nullable HardwareProfile profile) {
        return profile != null && profile.supply().switchedByCabinet();
    }

    /**
     * @param profile in force; null while there is none
     * @param before how the process before this one ended; empty while it is not known
     * @param sinceBoot now
     * @return whether this pole may connect for the first time; who was stopped and started by hand need not wait
     */
    boolean hasCome(@Nullable HardwareProfile profile, Optional<PreviousEnd> before, Duration sinceBoot) {
        if (sinceBoot.compareTo(at) >= 0) {
            return true;
        }
        if (switchedMains(profile) || before.equals(Optional.of(PreviousEnd.AFTER_UNCLEAN_STOP))) {
            return false;
        }
        return (profile != null && before.isPresent()) || sinceBoot.compareTo(patience) >= 0;
    }
}
