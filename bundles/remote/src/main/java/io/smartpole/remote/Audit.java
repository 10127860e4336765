package io.smartpole.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Refusal.Sender;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on record, as signed evidence, what came in and what became of it. For one thread.
 */
final class Audit {

    private static final Series COMMANDS = new Series("remote", "command", null);
    private static final Series DOCUMENTS = new Series("remote", "document", null);
    private static final Series REFUSALS = new Series("remote", "refusals", null);
    private static final int LONGEST = 1000;
    private static final int LEAST = 40;

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final TimeSource time;
    private final RemoteHealth health;
    private final List<ReadingListener> listeners;
    private final RefusalTally tally = new RefusalTally();

    /** @param listeners as they are at each moment */
    Audit(TimeSource time, RemoteHealth health, List<ReadingListener> listeners) {
        this.time = time;
        this.health = health;
        this.listeners = listeners;
    }

    /** @param key name of the key that signed the command */
    void answered(Outcome outcome, String key) {
        record(COMMANDS, outcome.toJson().put("key", key));
    }

    /** A document other than a command was taken; a receipt is too common to be put on record. */
    void taken(DownlinkDocument.Type type, Sender sender, long revision, String message) {
        LOG.info("{} revision {} of '{}' was taken: {}", label(type), revision, sender.key(), message);
        record(
                DOCUMENTS,
                document(type, sender, "accepted")
                        .put("revision", revision)
                        .put("code", "ACCEPTED")
                        .put("reason", message));
    }

    /** @param type what its topic carries */
    void refused(DownlinkDocument.Type type, String topic, Refusal refusal) {
        Sender sender = refusal.sender();
        health.refused(refusal);
        if (!tally.count(refusal.reason(), sender != null, time.now().sinceBoot()) || sender == null) {
            return;
        }
        LOG.warn("refused what came on {}: {}: {}", topic, refusal.reason(), Texts.shorten(refusal.text(), LONGEST));
        if (type == DownlinkDocument.Type.COMMAND) {
            answered(Outcome.refused(sender.id(), refusal.reason(), refusal.text()), sender.key());
        } else {
            record(
                    DOCUMENTS,
                    document(type, sender, "refused")
                            .put("code", refusal.reason().name())
                            .put("reason", refusal.text()));
        }
    }

    /** Tells of what was only counted in the minutes that are over. */
    void sumUp() {
        for (RefusalTally.Summary summary : tally.over(time.now().sinceBoot())) {
            String text = "%d %s refused within a minute, not told one by one: %s"
                    .formatted(summary.refused(), summary.refused() == 1 ? "document" : "documents", summary.reason());
            LOG.warn("{}", text);
            record(REFUSALS, text);
        }
    }

    private static ObjectNode document(DownlinkDocument.Type type, Sender sender, String outcome) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", label(type))
                .put("id", sender.id())
                .put("key", sender.key())
                .put("outcome", outcome);
    }

    private static String label(DownlinkDocument.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Shortened where it says why, and at worst in its id, so that what remains is JSON. */
    private void record(Series series, ObjectNode json) {
        String reason = json.path("reason").asText();
        int longest = reason.length();
        while (json.toString().length() > LONGEST && longest > LEAST) {
            longest = Math.max(LEAST, longest * 3 / 4);
            json.put("reason", Texts.shorten(reason, longest));
        }
        if (json.toString().length() > LONGEST) {
            json.put("id", Texts.shorten(json.path("id").asText(), LEAST));
        }
        record(series, json.toString());
    }

    private void record(Series series, String text) {
        Reading reading = series.alarm(Value.of(Texts.shorten(text, LONGEST)), time.world());
        for (ReadingListener listener : listeners) {
            listener.onReading(reading);
        }
    }
}
