package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps this bundle from fighting for ever with somebody who hands in the same wrong value again and again. */
final class Insistence {

    static final int MOST_TRIES = 5;

    /** When it was last tried so long ago, it is tried anew. */
    static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private record Tries(int count, Moment last) {}

    private final Map<ConfigurationProblem, Tries> tries = new HashMap<>();

    /** Counts another try of each. @return the same, those marked that are not to be taken back again */
    List<Refused> count(List<Refused> refused, Moment now) {
        tries.values().removeIf(each -> now.since(each.last()).compareTo(FORGOTTEN) >= 0);
        return refused.stream().map(each -> count(each, now)).toList();
    }

    private Refused count(Refused refused, Moment now) {
        Tries before = tries.getOrDefault(refused.problem(), new Tries(0, now));
        if (before.count() >= MOST_TRIES) {
            return new Refused(refused.problem(), refused.whole(), true);
        }
        tries.put(refused.problem(), new Tries(before.count() + 1, now));
        return refused;
    }
}
