package io.smartpole.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.BrokerLink.Delivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs commands, sends them, and hears the answers. */
final class Commands implements AutoCloseable {

    /** How long a command may travel. */
    static final Duration VALID = Duration.ofMinutes(2);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BrokerLink link;
    private final String broker;
    private final PlatformKey key;
    private final TimeSource time;

    private Commands(BrokerLink link, String broker, PlatformKey key, TimeSource time) {
        this.link = link;
        this.broker = broker;
        this.key = key;
        this.time = time;
    }

    /** @param replies topic or filter of the answers */
    static Commands open(String broker, String replies, PlatformKey key, TimeSource time, PrintWriter err) {
        return new Commands(BrokerLink.connect(broker, null, replies, err), broker, key, time);
    }

    /**
     * What a pole says became of a command.
     *
     * @param from {@code site/pole}
     */
    record Answer(String from, String outcome, String reason) {

        boolean done() {
            return outcome.equals("done");
        }

        String words() {
            return outcome + ": " + reason;
        }
    }

    Instant now() {
        return time.now().instant();
    }

    /**
     * @param nonce of the pole's present boot; null if it is not known or meant for several poles
     * @return the command's id
     */
    String send(String topic, @Nullable String nonce, ObjectNode body) {
        String id = UUID.randomUUID().toString();
        Instant now = now();
        byte[] command = DownlinkDocument.sign(
                DownlinkDocument.Type.COMMAND, topic, id, now, now.plus(VALID), nonce, body, key.id(), key::sign);
        if (!link.publish(topic, command)) {
            throw new UserError("the command could not be sent: the connection to " + broker + " broke");
        }
        return id;
    }

    /** @return the next answer to that command; empty if none comes until then */
    Optional<Answer> answer(String id, Instant end) throws InterruptedException {
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
        try {
            JsonNode answer = JSON.readTree(delivery.bytes());
            return Topics.ofTopic(delivery.topic())
                    .filter(pole -> answer.path("id").asText().equals(id))
                    .map(pole -> new Answer(
                            pole.site() + "/" + pole.pole(),
                            answer.path("outcome").asText(),
                            answer.path("reason").asText()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
