package io.smartpole.tools.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.terminal.Json;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs commands, sends them, and hears the answers. */
public final class Commands implements AutoCloseable {

    /** How long a command may travel. */
    static final Duration VALID = Duration.ofMinutes(2);

    private final BrokerLink link;
    private final Brokers brokers;
    private final PlatformKey key;
    private final TimeSource time;

    private Commands(BrokerLink link, Brokers brokers, PlatformKey key, TimeSource time) {
        this.link = link;
        this.brokers = brokers;
        this.key = key;
        this.time = time;
    }

    /** @param replies topic or filter of the answers */
    public static Commands open(Brokers brokers, String replies, PlatformKey key, TimeSource time, PrintWriter err) {
        return new Commands(BrokerLink.connect(brokers, null, List.of(replies), err), brokers, key, time);
    }

    /**
     * What a pole says became of a command.
     *
     * @param from {@code site/pole}
     * @param outcome {@code done}, {@code refused} or {@code failed}; {@code progress} while none of these is true
     * @param code one word for programs
     * @param reason in plain words
     * @param percent how far it is
     * @param data what was asked for; missing if nothing was
     */
    public record Answer(String from, String outcome, String code, String reason, int percent, JsonNode data) {

        public boolean last() {
            return !outcome.equals("progress");
        }

        public boolean done() {
            return outcome.equals("done");
        }

        public String words() {
            return outcome + ": " + reason;
        }

        String progress() {
            return percent + " %  " + reason;
        }
    }

    public Instant now() {
        return time.now().instant();
    }

    /**
     * A pole answers where it was asked, and gives data once: it is asked where it is. Where that is not known, or differs
     * from pole to pole, all brokers are given the command; whoever gets it twice obeys once.
     *
     * @param state of the pole; null if it is meant for several
     * @return the command's id
     */
    public String send(String topic, PoleStates.@Nullable State state, ObjectNode body) {
        String nonce = state == null ? null : state.nonce();
        int broker = state != null && state.online() ? state.broker() : BrokerLink.ALL;
        String id = UUID.randomUUID().toString();
        Instant now = now();
        byte[] command = DownlinkDocument.sign(
                DownlinkDocument.Type.COMMAND, topic, id, now, now.plus(VALID), nonce, body, key.id(), key::sign);
        if (!link.publish(topic, command, false, broker)) {
            throw new UserError("the command could not be sent: the connection to " + brokers + " broke");
        }
        return id;
    }

    /** @return the next answer to that command; empty if none comes until then */
    public Optional<Answer> answer(String id, Instant end) throws InterruptedException {
        while (true) {
            Duration left = Duration.between(now(), end);
            Optional<Delivery> reply = left.isNegative() ? Optional.empty() : link.poll(left);
            if (reply.isEmpty()) {
                return Optional.empty();
            }
            Optional<Answer> answer = read(reply.get(), id);
            if (answer.isPresent()) {
                return answer;
            }
        }
    }

    /** Anyone can write to a broker; what is no answer to this command is passed over. */
    private static Optional<Answer> read(Delivery delivery, String id) {
        return Topics.ofTopic(delivery.topic())
                .flatMap(pole -> Json.message(delivery.bytes())
                        .filter(answer -> answer.path("id").asText().equals(id))
                        .map(answer -> new Answer(
                                PoleStates.name(pole),
                                answer.path("outcome").asText(),
                                answer.path("code").asText(),
                                answer.path("reason").asText(),
                                answer.path("percent").asInt(),
                                answer.path("data"))));
    }

    @Override
    public void close() {
        link.close();
    }
}
