package io.smartpole.health;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows the trust in the host's calendar clock. A clock that steps by more than five minutes while it is trusted loses
 * that trust, until the host's NTP client vouches for the new time: the kernel forgets that it was synchronised when
 * somebody sets the clock by hand. What was on record before the step proves nothing after it.
 */
final class TrustWatch {

    static final Duration STEP = Duration.ofMinutes(5);

    /** Looking at files for every reading would be waste; trust does not change within a second. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final ClockTrust trust;
    private final NtpQuestion ntp;
    private volatile @Nullable Look last;
    private boolean stepped; // guarded by this

    private record Look(Moment at, boolean trusted) {}

    TrustWatch(ClockTrust trust, NtpQuestion ntp) {
        this.trust = trust;
        this.ntp = ntp;
    }

    boolean trusted(Moment now) {
        Look look = last;
        if (look != null && now.since(look.at).compareTo(LOOK_AGAIN_AFTER) < 0) {
            return look.trusted;
        }
        return look(now);
    }

    private synchronized boolean look(Moment now) {
        Look before = last;
        if (before != null && before.trusted && stepped(before.at, now)) {
            stepped = true;
            ntp.askAgain();
        }
        boolean trusted =
                stepped ? ntp.getAsBoolean() && !now.instant().isBefore(trust.floor()) : trust.trusted(now.instant());
        last = new Look(now, trusted);
        return trusted;
    }

    private static boolean stepped(Moment from, Moment to) {
        Duration step = Duration.between(from.instant(), to.instant()).minus(to.since(from));
        return step.abs().compareTo(STEP) > 0;
    }
}
