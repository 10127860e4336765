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
}
