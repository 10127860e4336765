package io.smartpole.core.config;

import io.smartpole.core.keys.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform wants to be set, admitted but not yet checked.
 *
 * @param revision grows with every document for this pole; from 1
 * @param digest SHA-256 of the document in hexadecimal: tells the same document from another one of that revision
 * @param by name of the key that signed it
 * @param roles what that key may do
 * @param values PID to key to value, as JSON has them: Boolean, Number, String or List of these; null resets to the
 *     default. What is not named is not the platform's to say.
 * @param notBefore when it is to take effect, real time; null = at once
 * @param probation how long the gateway must work with it before it counts, in powered time; zero = not at all
 * @param overrule whether it also replaces what people at the pole have changed since
 */
public record DesiredConfiguration(
        long revision,
        String digest,
        String by,
        Set<Role> roles,
        Map<String, Map<String, @Nullable Object>> values,
        @Nullable Instant notBefore,
        Duration probation,
        boolean overrule) {

    public static final Duration LONGEST_PROBATION = Duration.ofHours(24);

    public DesiredConfiguration {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be a whole number from 1, but is " + revision);
        }
        if (probation.isNegative() || probation.compareTo(LONGEST_PROBATION) > 0) {
            throw new IllegalArgumentException(
                    "probation must be 0 to 86400 s, but is " + probation.toSeconds() + " s");
        }
        roles = Set.copyOf(roles);
        Map<String, Map<String, @Nullable Object>> copy = new LinkedHashMap<>();
        values.forEach((pid, ofPid) -> copy.put(pid, Collections.unmodifiableMap(new LinkedHashMap<>(ofPid))));
        values = Collections.unmodifiableMap(copy);
    }

    /** @return which it is and whose, without its values: some of them may be secrets */
    @Override
    public String toString() {
        return "configuration revision " + revision + " by '" + by + "'";
    }
}
