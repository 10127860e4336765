package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a revision does that is in effect, but does not count yet. Time is powered time: what the gateway has run.
 *
 * @param revision the platform's number
 * @param length how long it must do well
 * @param elapsed how long it has been watched
 * @param offline how much of that without a connection to the platform
 * @param sick for how long a check has been critical that was not critical before
 * @param critical checks that were critical before it took effect: they are not its fault
 * @param linked whether a connection to the platform was configured before; without, none is missed
 * @param running false after a clean stop of the gateway
 * @param machineBoot names the computer's start in which it was last watched
 * @param powerCuts how often the power was cut since it took effect
 * @param before PID to key to what was stored before, of all that it changed; null = nothing
 * @param formerBase what the platform wanted before
 */
record Probation(
        long revision,
        Duration length,
        Duration elapsed,
        Duration offline,
        Duration sick,
        Set<String> critical,
        boolean linked,
        boolean running,
        String machineBoot,
        int powerCuts,
        Map<String, Map<String, @Nullable Object>> before,
        Map<String, Map<String, @Nullable Object>> formerBase) {

    /** A part that takes over new values may look broken for a moment. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One cut of the power says nothing about the revision; if it goes together with another, it may be the cause. */
    private static final int MOST_POWER_CUTS = 1;

    Probation {
        critical = Set.copyOf(critical);
    }

    /** @param gateway how it was doing just before */
    static Probation begin(
            long revision,
            Duration length,
            Surroundings gateway,
            String machineBoot,
            Map<String, Map<String, @Nullable Object>> before,
            Map<String, Map<String, @Nullable Object>> formerBase) {
        return new Probation(
                revision,
                length,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                gateway.critical().keySet(),
                gateway.linked(),
                true,
                machineBoot,
                0,
                before,
                formerBase);
    }

    /**
     * Another revision comes before this one has passed. What this one owes, the other takes over.
     *
     * @param all what has to be put back if the other fails: what both changed
     */
    Probation takenOver(long other, Duration wanted, Map<String, Map<String, @Nullable Object>> all) {
        Duration rest = length.minus(elapsed);
        return new Probation(
                other,
                wanted.compareTo(rest) > 0 ? wanted : rest,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                critical,
                linked,
                true,
                machineBoot,
                powerCuts,
                all,
                formerBase);
    }

    boolean isOver() {
        return elapsed.compareTo(length) >= 0;
    }

    /** @param step powered time since the look before */
    Probation look(Duration step, Surroundings now) {
        return new Probation(
                revision,
                length,
                elapsed.plus(step),
                now.settled() && !now.connected() ? offline.plus(step) : offline,
                now.settled() && !newlyCritical(now).isEmpty() ? sick.plus(step) : Duration.ZERO,
                critical,
                linked,
                running,
                machineBoot,
                powerCuts,
                before,
                formerBase);
    }

    /** @return why the former configuration must come back; empty if it need not, yet */
    Optional<String> failure(Surroundings now) {
        if (!now.settled()) {
            return Optional.empty();
        }
        Set<String> newly = newlyCritical(now);
        if (!newly.isEmpty() && (sick.compareTo(PATIENCE) >= 0 || isOver())) {
            String check = newly.iterator().next();
            return Optional.of("health check '%s' turned critical: %s"
                    .formatted(check, now.critical().get(check)));
        }
        if (linked && offline.multipliedBy(2).compareTo(length) > 0) {
            return Optional.of("there was no connection to the platform for %d s of its probation of %d s"
                    .formatted(offline.toSeconds(), length.toSeconds()));
        }
        if (linked && isOver() && !now.connected()) {
            return Optional.of("there was no connection to the platform at the end of its probation");
        }
        return Optional.empty();
    }

    /** If it failed after others had changed something, nobody could say whose fault it is, nor what to go back to. */
    ConfigurationProblem closed(String pid) {
        return new ConfigurationProblem(
                pid,
                "",
                "to be changed now",
                "must stay as it is while revision %d of the platform is on probation, for another %d s"
                        .formatted(revision, length.minus(elapsed).toSeconds()));
    }

    private Set<String> newlyCritical(Surroundings now) {
        Set<String> newly = new TreeSet<>(now.critical().keySet());
        newly.removeAll(critical);
        return newly;
    }

    /** @return why it cannot go on after a start of the gateway; empty if it can, see {@link #resumed} */
    Optional<String> failureAtStart(String boot) {
        if (!running) {
            return Optional.empty();
        }
        if (boot.equals(machineBoot)) {
            return Optional.of("the gateway broke down during its probation");
        }
        return powerCuts < MOST_POWER_CUTS
                ? Optional.empty()
                : Optional.of("the power was cut twice during its probation");
    }

    /** @return what is watched after a start: after a power cut it begins anew, after a clean stop it goes on */
    Probation resumed(String boot) {
        return new Probation(
                revision,
                length,
                running ? Duration.ZERO : elapsed,
                running ? Duration.ZERO : offline,
                Duration.ZERO,
                critical,
                linked,
                true,
                boot,
                running ? powerCuts + 1 : powerCuts,
                before,
                formerBase);
    }

    /** @return the same, to be kept over a clean stop */
    Probation paused() {
        return new Probation(
                revision,
                length,
                elapsed,
                offline,
                Duration.ZERO,
                critical,
                linked,
                false,
                machineBoot,
                powerCuts,
                before,
                formerBase);
    }
}
