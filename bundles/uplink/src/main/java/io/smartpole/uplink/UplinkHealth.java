package io.smartpole.uplink;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Failover.Course;
import io.smartpole.uplink.Settings.Acknowledge;
import io.smartpole.uplink.Situation.Member;
import io.smartpole.uplink.tls.Expiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how the uplink is doing, the most important first. It is never critical: without it, the lamp and the evidence go on.
 */
final class UplinkHealth {

    /** A receipt takes seconds, and a platform that is restarted minutes. */
    static final Duration LONGEST_BACKLOG = Duration.ofMinutes(10);

    /** Enough for a certificate to be asked for, signed and brought to the pole. */
    static final Duration EXPIRY_WARNING = Duration.ofDays(30);

    /**
     * What is looked at.
     *
     * @param misconfigured why the configuration was not accepted; null if it was
     * @param notDecrypted keys of passwords that Kura's encryption could not decrypt
     * @param setAsideCount how many batches are set aside
     * @param setAside what is to be said of them; null if there is nothing
     * @param heldBack what is to be said of the limits; null if they hold nothing back
     * @param dropped messages from brokers that were dropped since start
     * @param expiries of the certificates in use
     */
    record View(
            Situation situation,
            @Nullable String misconfigured,
            List<String> notDecrypted,
            Acknowledge acknowledge,
            Backlog backlog,
            int setAsideCount,
            @Nullable String setAside,
            @Nullable String heldBack,
            long dropped,
            List<Expiry> expiries) {}

    private final View view;
    private final Moment now;
    private final List<String> texts = new ArrayList<>();
    private @Nullable String action;

    private UplinkHealth(View view, Moment now) {
        this.view = view;
        this.now = now;
    }

    static HealthResult of(View view, Moment now) {
        UplinkHealth health = new UplinkHealth(view, now);
        health.look();
        String text = String.join("; ", health.texts);
        return health.action == null ? HealthResult.ok(text) : HealthResult.warn(text, health.action);
    }

    private void look() {
        if (view.misconfigured() != null) {
            warn(
                    Uplink.PID + ": " + view.misconfigured() + ". "
                            + (view.situation().members().isEmpty()
                                    ? "Nothing is connected, readings stay on the pole"
                                    : "The last good configuration stays in use"),
                    "correct the value in the configuration");
        } else if (view.situation().course() == Course.OFF) {
            warn(
                    "not connected: no broker is configured, readings stay on the pole",
                    "set cloud1.uri of " + Uplink.PID);
        }
        boolean unnamed = view.situation().course() == Course.UNNAMED;
        if (unnamed) {
            warn(Situation.NO_NAME, Situation.GIVE_NAME);
        }
        for (Member member : view.situation().members()) {
            endpoint(member);
        }
        if (!view.notDecrypted().isEmpty()) {
            texts.add("not encrypted by this Kura, so used as it stands: " + String.join(", ", view.notDecrypted())
                    + " (set it again if the login fails)");
        }
        if (!unnamed) { // else what waits is not signed, so it is no batch yet: the check store tells of it
            evidence();
        }
        if (view.dropped() > 0) {
            texts.add(view.dropped() + " messages from brokers were dropped since start, the log says why");
        }
        for (Expiry expiry : view.expiries()) {
            certificate(expiry);
        }
    }

    private void endpoint(Member member) {
        Standing standing = member.standing();
        boolean inUse = member.name().equals(view.situation().active());
        if (!member.held()) {
            return; // it is not needed now, so nothing is known of it
        }
        String text = member.endpoint().label() + ": " + doing(standing, inUse);
        if (standing.problem() != null) {
            warn(text + ": " + standing.problem().what(), standing.problem().action());
        } else if (standing.state() == LinkState.ONLINE || standing.state() == LinkState.QUEUING) {
            texts.add(text);
        } else {
            warn(text, "wait a minute");
        }
    }

    private String doing(Standing standing, boolean inUse) {
        if (inUse) {
            return "in use for " + span(now.since(view.situation().since()));
        }
        String turned = span(now.since(standing.turned()));
        return standing.state() == LinkState.ONLINE
                ? "ready for " + turned
                : "not connected for " + turned + ", " + standing.doing(now);
    }

    private void evidence() {
        Backlog backlog = view.backlog();
        boolean toCloud = view.situation()
                .inUse()
                .filter(member -> member.endpoint().cloud())
                .isPresent();
        String text = backlogText(backlog, now);
        if (!toCloud && view.situation().course() != Course.OFF) {
            text += ", readings stay on the pole until a cloud broker can be reached";
        }
        if (toCloud
                && view.acknowledge() == Acknowledge.PLATFORM
                && backlog.batches() > view.setAsideCount()
                && age(backlog, now).compareTo(LONGEST_BACKLOG) > 0
                && now.since(view.situation().since()).compareTo(LONGEST_BACKLOG) > 0
                && now.since(view.situation().freed()).compareTo(LONGEST_BACKLOG) > 0
                && view.heldBack() == null) {
            warn(
                    text + ", since no receipt has come from the platform for "
                            + span(now.since(view.situation().freed())),
                    "look whether the platform sends receipts, and whether its receipt key is in this pole's trust set");
        } else {
            texts.add(text);
        }
        if (view.acknowledge() == Acknowledge.PUBACK) {
            texts.add("batches are freed as soon as the broker has them, without the platform's receipt");
        }
        if (view.heldBack() != null) {
            texts.add(view.heldBack());
        }
        if (view.setAside() != null) {
            warn(
                    view.setAside(),
                    "look into the log of broker and platform why they do not take them; the command uplink.retry sends"
                            + " them again");
        }
    }

    private void certificate(Expiry expiry) {
        if (!now.trusted()) {
            return;
        }
        Duration left = Duration.between(now.instant(), expiry.notAfter());
        if (left.isNegative()) {
            warn(expiry.what() + " expired on " + expiry.notAfter(), "replace it");
        } else if (left.compareTo(EXPIRY_WARNING) < 0) {
            warn(expiry.what() + " expires in " + span(left) + ", on " + expiry.notAfter(), "replace it before");
        }
    }

    /** What is said first is also the first to be done. */
    private void warn(String text, String whatToDo) {
        texts.add(text);
        if (action == null) {
            action = whatToDo;
        }
    }

    private static String backlogText(Backlog backlog, Moment now) {
        if (backlog.batches() == 0) {
            return "nothing waits";
        }
        Duration age = age(backlog, now);
        String batches = backlog.batches() == 1 ? "1 batch waits" : backlog.batches() + " batches wait";
        return batches + (age.isZero() ? "" : ", the oldest for " + span(age));
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
