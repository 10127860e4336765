package io.smartpole.tools.fleet;

import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.tools.config.ConfigReported;
import io.smartpole.tools.terminal.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one pole.
 *
 * @param site of the pole
 * @param pole its number
 * @param presence as the brokers tell it
 * @param since when that was seen to change; null if it was so before anybody looked
 * @param reason why it has left on purpose; null if it has not
 * @param health null if it has never said how it is
 * @param config null if it has never said how it is configured
 */
record FleetPole(
        String site,
        String pole,
        Presence presence,
        @Nullable Instant since,
        @Nullable String reason,
        @Nullable PoleHealth health,
        @Nullable ConfigReported config) {

    /** The check that tells of the configuration: whoever has acknowledged it knows what became of the latest one. */
    private static final String CONFIGURATION = "configuration";

    /** A pole says so every 15 min. */
    private static final Duration SILENT_AFTER = Duration.ofMinutes(20);

    enum Presence {
        ONLINE,
        /** Without power because the cabinet switched it off; no fault. */
        ASLEEP,
        OFFLINE,
        /** It has never said that it is there. */
        UNKNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who has to act; the first is the most urgent. */
    enum Need {
        NOW("CRITICAL", ExitCode.CRITICAL),
        SOON("WARN", ExitCode.NOT_OK),
        /** Something is wrong, and operations have said that they know, or somebody works on it. */
        NOTED("noted", ExitCode.OK),
        NONE("OK", ExitCode.OK);

        /** What the commands tell of it; the same in all of them. */
        static final String EXIT_CODES =
                "0 OK, asleep, or noted (acknowledged, or somebody works on it); 1 WARN: somebody will have to act (also:"
                        + " stopped on purpose, configuration rejected or rolled back, silent); 3 CRITICAL, or offline"
                        + " without a reason: somebody has to act now; 2 wrong use or no connection.";

        private final String label;
        private final int code;

        Need(String label, int code) {
            this.label = label;
            this.code = code;
        }

        /** @return exit code */
        int code() {
            return code;
        }

        String label() {
            return label;
        }
    }

    String name() {
        return site + "/" + pole;
    }

    /** @return whether it is gone, not on purpose, and nobody said that they are working on it */
    boolean lost(Instant now) {
        return presence == Presence.OFFLINE && reason == null && (health == null || !health.maintained(now));
    }

    /** @return whether it should have said long ago how it is: what it said last may not be so any more */
    boolean silent(Instant now) {
        return presence == Presence.ONLINE
                && health != null
                && health.time() != null
                && health.time().plus(SILENT_AFTER).isBefore(now);
    }

    Need need(Instant now) {
        if (health != null && health.maintained(now)) {
            return Need.NOTED;
        }
        if (presence == Presence.OFFLINE) {
            return reason == null ? Need.NOW : Need.SOON;
        }
        if (health != null && health.unseen() == HealthStatus.CRITICAL) {
            return Need.NOW;
        }
        if (health == null || silent(now)) {
            return Need.SOON;
        }
        boolean refused = refusedConfiguration().isPresent();
        if (health.unseen() == HealthStatus.WARN || (refused && !health.acknowledged(CONFIGURATION))) {
            return Need.SOON;
        }
        return health.status() == HealthStatus.OK && !refused ? Need.NONE : Need.NOTED;
    }

    /** @return what is wrong in a line; empty if nothing is */
    String problem(Instant now) {
        if (health != null && health.maintained(now) && health.maintenance() != null) {
            return "maintenance " + health.maintenance().words();
        }
        if (presence == Presence.OFFLINE && reason != null) {
            return "has left on purpose: " + reason;
        }
        if (presence == Presence.OFFLINE) {
            return "not connected to its platform: no power, no network, or broken";
        }
        if (health == null) {
            return "has not said how it is";
        }
        if (silent(now)) {
            return "is connected, but has not said how it is since " + health.time();
        }
        Optional<String> refused = refusedConfiguration().map(report -> "configuration " + report.line());
        if (refused.isPresent() && health.unseen() == HealthStatus.OK && !health.acknowledged(CONFIGURATION)) {
            return refused.get();
        }
        return health.worst()
                .map(check -> (check.acknowledged() == null ? "" : "known: ") + check.name() + ": " + check.message())
                .or(() -> refused.map(line -> "known: " + line))
                .orElse("");
    }

    /** @return what the platform has to correct, while the pole works on with the configuration before */
    Optional<ConfigReported> refusedConfiguration() {
        return Optional.ofNullable(config)
                .filter(report -> report.outcome() == Outcome.REJECTED || report.outcome() == Outcome.ROLLED_BACK);
    }
}
