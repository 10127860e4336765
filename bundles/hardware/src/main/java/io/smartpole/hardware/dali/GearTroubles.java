package io.smartpole.hardware.dali;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with one control gear, since when, and what to do. Written by one thread, read by any. */
final class GearTroubles {

    /** What can be wrong at the same time, the most important first. */
    enum Matter {
        SILENCE,
        LEVEL,
        SETTINGS
    }

    private final TimeSource time;
    private final Map<Matter, Trouble> troubles = new EnumMap<>(Matter.class);

    private record Trouble(Duration since, boolean critical, String message, String advice) {}

    GearTroubles(TimeSource time) {
        this.time = time;
    }

    /** @return true if this matter was well until now */
    synchronized boolean tell(Matter matter, boolean critical, String message, String advice) {
        Trouble past = troubles.get(matter);
        Duration since = past == null ? time.now().sinceBoot() : past.since;
        troubles.put(matter, new Trouble(since, critical, message, advice));
        return past == null;
    }

    /** @return true if this matter was not well until now */
    synchronized boolean over(Matter matter) {
        return troubles.remove(matter) != null;
    }

    /** @return all that is wrong, as the worst of it; null while all is well */
    synchronized @Nullable HealthResult result() {
        Collection<Trouble> present = troubles.values();
        if (present.isEmpty()) {
            return null;
        }
        Duration now = time.now().sinceBoot();
        List<String> messages = new ArrayList<>();
        Set<String> advice = new LinkedHashSet<>();
        boolean critical = false;
        for (Trouble trouble : present) {
            messages.add("%s (for %d s)"
                    .formatted(trouble.message, now.minus(trouble.since).toSeconds()));
            advice.add(trouble.advice);
            critical |= trouble.critical;
        }
        String message = String.join("; ", messages);
        String action = String.join("; ", advice);
        return critical ? HealthResult.critical(message, action) : HealthResult.warn(message, action);
    }
}
