package io.smartpole.uplink;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the connection to one endpoint stands.
 *
 * @param state now
 * @param since when it was entered
 * @param turned since when it is online; or, if it is not, since when it is not although it is wanted
 * @param retryAt when the next attempt begins, since boot; null if none is waited for
 * @param problem why it is not online, or what is wrong although it is; null if nothing is known to be wrong
 */
record Standing(
        LinkState state,
        Moment since,
        Moment turned,
        @Nullable Duration retryAt,
        @Nullable Problem problem) {

    static Standing disabled(Moment now) {
        return new Standing(LinkState.DISABLED, now, now, null, null);
    }

    Standing enter(LinkState next, @Nullable Problem of, Moment now) {
        boolean turns = state == LinkState.DISABLED || state == LinkState.ONLINE || next == LinkState.ONLINE;
        return new Standing(next, now, turns ? now : turned, null, of);
    }

    Standing retryingAt(Duration retry) {
        return new Standing(state, since, turned, retry, problem);
    }

    Standing with(@Nullable Problem other) {
        return new Standing(state, since, turned, retryAt, other);
    }

    /** @return what goes on, for people */
    String doing(Moment now) {
        if (retryAt == null) {
            return state.doing();
        }
        long left = retryAt.minus(now.sinceBoot()).plusMillis(999).toSeconds();
        return "next attempt in " + Math.max(0, left) + " s";
    }
}
