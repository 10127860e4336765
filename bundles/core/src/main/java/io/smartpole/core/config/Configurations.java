package io.smartpole.core.config;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which the configuration of the gateway changes: web form, platform and files meet the same
 * checks.
 */
public interface Configurations {

    /** @return what can be set in the bundles that are installed now, ordered by PID */
    List<Concern> concerns();

    /**
     * @return PID to key to value: what is set, and the default where nothing is set or what is set is not valid. Secrets
     *     are left out.
     * @throws java.io.UncheckedIOException if the stored configuration cannot be read
     */
    SortedMap<String, SortedMap<String, Object>> effective();

    /**
     * For noticing that two configurations differ: to be compared, not to be computed elsewhere.
     *
     * @return SHA-256 over {@link #effective()}, 64 lower-case hexadecimal digits
     * @throws java.io.UncheckedIOException if the stored configuration cannot be read
     */
    String fingerprint();

    /**
     * Checks all, then changes all or nothing. Returns when it is stored.
     *
     * @param changes PID to key to new value, as JSON has them: Boolean, any Number, String or List of these. Keys that
     *     are not named keep their value; null resets to the default.
     * @param origin who wants it
     * @return what became of it; never throws for what was given
     */
    ConfigurationResult apply(
            Map<String, ? extends Map<String, ? extends @Nullable Object>> changes, ConfigurationChange.Origin origin);

    /**
     * Takes over what the platform wants. It remembers the revision first, so that none is taken twice; what becomes of
     * it is told to every {@link ConfigurationListener}. Waits for the disk, not for the parts of the gateway concerned.
     *
     * @return whether it is taken up; never throws for what was given
     */
    Receipt desire(DesiredConfiguration desired);

    /** @return how the gateway is configured now */
    ConfigurationReport report();

    /** @return the latest changes, newest first, at most {@link #MOST_REMEMBERED} */
    List<ConfigurationRevision> history();

    /** So many changes are remembered. */
    int MOST_REMEMBERED = 20;

    /** What is made of a desired configuration at once. */
    enum Receipt {
        /** It is new; what becomes of it is reported. */
        TAKEN,
        /** It is the one that was taken last, again: a broker keeps it and delivers it after every connect. */
        KNOWN,
        /** Its revision is not above the highest one ever taken; nothing was done. */
        OLD,
        /** It cannot be remembered, so it must not be applied; nothing was done. */
        NOT_REMEMBERED
    }
}
