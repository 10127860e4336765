package io.smartpole.uplink;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides over which endpoint the pole sends, and to which others it stays connected:
 *
 * <pre>
 *                    first one is up                another one is up
 *   OFF --> SEARCHING -------------> PREFERRED   <----------------- SEARCHING
 *               ^                      |    ^                           |
 *               |   none is up         |    | the better one has        |
 *               +---------------+      |    | held for long enough      v
 *                               |      +--> | ----------------------> FALLBACK
 *                               |     lost, | another is up             |  ^
 *                               |           |                           v  |  the better one is lost again
 *                               +-----------+------------------------ RETURNING
 * </pre>
 *
 * OFF lasts until there is an endpoint, SEARCHING until one is up: each {@link Link} tries again by itself, at least every
 * 5 min. RETURNING lasts as long as is configured. UNNAMED, not drawn, stands beside OFF until the pole has a name.
 */
final class Failover {

    /** A cloud broker that has held for so long takes over from a local one. */
    static final Duration RELIEF = Duration.ofSeconds(5);

    private Failover() {}

    /** How the pole as a whole is connected. */
    enum Course {
        /** No endpoint is configured. */
        OFF,
        /** The pole has no name: all such poles would use the same topics, and throw each other out of the broker. */
        UNNAMED,
        /** None is up. */
        SEARCHING,
        /** The first one is in use. */
        PREFERRED,
        /** Another one is in use, since those before it are not up. */
        FALLBACK,
        /** Another one is in use; a better one is up again, and has to prove itself. */
        RETURNING
    }

    /**
     * What is known of an endpoint.
     *
     * @param name its slot
     * @param cloud whether readings may go there
     * @param refuses whether it takes no readings, although they may go there
     * @param shared whether other poles use it too
     * @param queues whether it puts its first connection off
     * @param upSince since when it is up; null if it is not
     * @param failures failed attempts and losses since it was last stable
     */
    record Candidate(
            String name,
            boolean cloud,
            boolean refuses,
            boolean shared,
            boolean queues,
            @Nullable Duration upSince,
            int failures) {

        boolean up() {
            return upSince != null;
        }

        boolean takesReadings() {
            return cloud && !refuses;
        }

        /** It has never failed, or was stable since. */
        private boolean proven() {
            return failures == 0;
        }
    }

    /**
     * @param active the endpoint to send over; null if none is up
     * @param held those to be connected to, in order: the active one, all before it, and a warm standby
     */
    record Choice(Course course, @Nullable String active, Set<String> held) {}

    /**
     * @param named whether the pole has a name to connect under
     * @param candidates the preferred first
     * @param active the one in use until now; null if none was
     * @param now since boot
     * @param returnAfter how long a better one must have been up before it is used again
     */
    static Choice choose(
            boolean named, List<Candidate> candidates, @Nullable String active, Duration now, Duration returnAfter) {
        if (candidates.isEmpty()) {
            return new Choice(Course.OFF, null, Set.of());
        }
        if (!named) {
            return new Choice(Course.UNNAMED, null, Set.of());
        }
        Candidate current = null;
        for (Candidate candidate : candidates) {
            if (candidate.up() && candidate.name().equals(active)) {
                current = candidate;
            }
        }
        Candidate next = next(refusingLast(candidates), current, now, returnAfter);
        return new Choice(course(candidates, next), next == null ? null : next.name(), held(candidates, next));
    }

    /** Among those of the cloud: one that takes no readings is still better than a local one. */
    private static List<Candidate> refusingLast(List<Candidate> candidates) {
        return candidates.stream()
                .sorted(Comparator.comparing((Candidate candidate) -> !candidate.cloud())
                        .thenComparing(Candidate::refuses))
                .toList();
    }

    /**
     * A change without need is made only to one that has held; in need, the first that is up will do. While a local one is in
     * use readings do not leave the pole, so that there is need enough.
     */
    private static @Nullable Candidate next(
            List<Candidate> candidates, @Nullable Candidate current, Duration now, Duration returnAfter) {
        for (Candidate candidate : candidates) {
            if (candidate.equals(current)) {
                return current;
            }
            Duration since = candidate.upSince();
            if (since == null) {
                continue;
            }
            boolean relief = current != null && candidate.takesReadings() && !current.takesReadings();
            Duration proof = relief && RELIEF.compareTo(returnAfter) < 0 ? RELIEF : returnAfter;
            if (current == null || now.minus(since).compareTo(proof) >= 0) {
                return candidate;
            }
        }
        return null;
    }

    private static Course course(List<Candidate> candidates, @Nullable Candidate active) {
        if (active == null) {
            return Course.SEARCHING;
        }
        for (Candidate candidate : candidates) {
            if (candidate.equals(active)) {
                break;
            }
            if (candidate.up()) {
                return Course.RETURNING;
            }
        }
        return candidates.get(0).equals(active) ? Course.PREFERRED : Course.FALLBACK;
    }

    /**
     * In order, until two are up that can be relied on. One whose first attempt is still under way is waited for before the
     * next is troubled; one that has failed is tried on, but not relied on. Meanwhile one on this machine is no trouble to
     * anybody.
     */
    private static Set<String> held(List<Candidate> candidates, @Nullable Candidate active) {
        Set<String> held = new HashSet<>();
        int reliable = 0;
        boolean waits = false;
        for (Candidate candidate : candidates) {
            if (waits && candidate.shared()) {
                continue;
            }
            held.add(candidate.name());
            if (candidate.queues()) {
                waits = true;
            } else if (candidate.proven() && (!candidate.up() || ++reliable == 2)) {
                break;
            }
        }
        if (active != null) {
            held.add(active.name());
        }
        return Set.copyOf(held);
    }
}
