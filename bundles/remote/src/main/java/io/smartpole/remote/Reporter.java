package io.smartpole.remote;

import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.topics.Topics;
import org.jspecify.annotations.Nullable;

/** Tells the broker how the gateway is configured, where it may not know. For one thread. */
final class Reporter {

    private final ReportBox box;
    private final Outbox outbox;
    private @Nullable Sent last;

    /**
     * What the broker was told; it is told anew as soon as any of it differs.
     *
     * @param topic where
     * @param endpoint the one in use: another broker was told nothing yet, or long ago
     * @param connects how many there were: a broker that was connected anew may have forgotten
     * @param report what it was told
     */
    private record Sent(String topic, String endpoint, long connects, ConfigurationReport report) {}

    Reporter(ReportBox box, Outbox outbox) {
        this.box = box;
        this.outbox = outbox;
    }

    void tell(PoleIdentity pole) {
        ConfigurationReport report = box.latest();
        LinkStatus link = outbox.status();
        if (report == null || !link.connected()) {
            return;
        }
        String topic = Topics.of(pole).configReported();
        Sent next = new Sent(topic, link.endpoint(), link.figures().connects(), report);
        if (!next.equals(last) && outbox.publish(topic, ReportMessage.encode(report), 1, true)) {
            last = next;
        }
    }
}
