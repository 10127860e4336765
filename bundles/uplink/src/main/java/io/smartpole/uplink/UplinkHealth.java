package io.smartpole.uplink;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Settings.Acknowledge;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says how the uplink is doing. It is never critical: without it, the lamp and the evidence go on. */
final class UplinkHealth {

    /** Twice the time within which there is at least one batch, and so a receipt. */
    static final Duration LONGEST_BACKLOG = Duration.ofMinutes(30);

    private UplinkHealth() {}

    /** @param misconfigured why the configuration was not accepted; null if it was */
    static HealthResult of(
            Standing standing, @Nullable String misconfigured, Acknowledge acknowledge, Backlog backlog, Moment now) {
        String backlogText = backlogText(backlog, now);
        if (misconfigured != null) {
            return HealthResult.warn(
                    Uplink.PID + ": " + misconfigured + ". The last good configuration stays in use: "
                            + connectionText(standing, now) + "; " + backlogText,
                    "correct the value in the configuration");
        }
        String text = connectionText(standing, now) + "; " + backlogText;
        if (standing.state() == LinkState.DISABLED) {
            return HealthResult.warn(text, "set cloud1.uri of " + Uplink.PID);
        }
        if (standing.state() == LinkState.QUEUING) {
            return HealthResult.ok(text);
        }
        if (standing.problem() != null) {
            return HealthResult.warn(text, standing.problem().action());
        }
        if (standing.state() != LinkState.ONLINE) {
            return HealthResult.warn(text, "wait a minute");
        }
        if (acknowledge == Acknowledge.PUBACK) {
            text += "; batches are freed as soon as the broker has them, without the platform's receipt";
        } else if (age(backlog, now).compareTo(LONGEST_BACKLOG) > 0
                && now.since(standing.since()).compareTo(LONGEST_BACKLOG) > 0) {
            return HealthResult.warn(
                    text,
                    "look whether the platform sends receipts, and whether its receipt key is in this pole's trust set");
        }
        return HealthResult.ok(text);
    }

    private static String connectionText(Standing standing, Moment now) {
        if (standing.state() == LinkState.DISABLED) {
            return "not connected: no broker is configured, readings stay on the pole";
        }
        String text =
                standing.endpoint() + ": " + standing.state().doing() + " for " + span(now.since(standing.since()));
        return standing.problem() == null
                ? text
                : text + ": " + standing.problem().what();
    }

    private static String backlogText(Backlog backlog, Moment now) {
        if (backlog.batches() == 0) {
            return "nothing waits";
        }
        Duration age = age(backlog, now);
        return backlog.batches() + " batches wait" + (age.isZero() ? "" : ", the oldest for " + span(age));
    }

    /** @return zero if it is not known */
    private static Duration age(Backlog backlog, Moment now) {
        if (backlog.oldest() == null || !now.trusted()) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(backlog.oldest(), now.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static String span(Duration span) {
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0 ? span.toMinutes() + " min" : span.toSeconds() + " s";
    }
}
