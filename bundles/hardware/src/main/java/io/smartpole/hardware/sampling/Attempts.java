package io.smartpole.hardware.sampling;

import io.smartpole.core.time.Moment;
import io.smartpole.hardware.chips.ChipException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers whether something works, and when to try it again: after 1 s, doubling, at most every minute. */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final String name;
    private Duration wait = FIRST_WAIT;
    private Duration next = Duration.ZERO;
    private volatile @Nullable Trouble trouble;

    /**
     * Since when something has not worked.
     *
     * @param since real time since boot
     * @param message what it last said
     */
    record Trouble(Duration since, String message) {}

    /** @param name of what is tried, for the log */
    Attempts(String name) {
        this.name = name;
    }

    /** @return null while it works; readable from any thread */
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /** @return false while it is too early to try again what failed */
    boolean due(Moment now) {
        return trouble == null || now.sinceBoot().compareTo(next) >= 0;
    }

    void succeeded(Moment now) {
        Trouble past = trouble;
        if (past != null) {
            LOG.info(
                    "{} works again after {} s",
                    name,
                    now.sinceBoot().minus(past.since).toSeconds());
            trouble = null;
            wait = FIRST_WAIT;
        }
    }

    void failed(Moment now, Throwable cause) {
        String message = innermost(cause);
        Trouble past = trouble;
        if (past == null) {
            LOG.warn("{} {}; will be tried again", name, message);
        }
        trouble = new Trouble(past == null ? now.sinceBoot() : past.since, message);
        next = now.sinceBoot().plus(wait);
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }

    /** Pi4J wraps what Linux said several times; only the innermost says it. */
    private static String innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return inner instanceof ChipException && message != null
                ? message
                : "does not answer: " + (message == null ? inner.getClass().getSimpleName() : message);
    }
}
