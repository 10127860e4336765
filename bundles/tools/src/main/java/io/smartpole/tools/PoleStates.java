package io.smartpole.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.BrokerLink.Delivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the poles on the brokers say of themselves: their states are retained there. */
final class PoleStates {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PoleStates() {}

    /**
     * A pole that has been there.
     *
     * @param status {@code online}, {@code asleep} or {@code offline}
     * @param nonce binds a command to the pole's present boot; null for a pole that is not online
     * @param active whether it sends over this broker, and does not only keep it ready
     * @param reason why it has left on purpose; null if it has not
     * @param broker which said so
     */
    record State(
            Topics topics,
            String status,
            @Nullable String nonce,
            boolean active,
            @Nullable String reason,
            int broker) {

        boolean online() {
            return status.equals("online");
        }

        /** Several brokers may tell of a pole: one where it is active knows more than one that still has its last will. */
        State better(State other) {
            return other.rank() > rank() ? other : this;
        }

        private int rank() {
            return (online() ? 2 : 0) + (active ? 1 : 0);
        }
    }

    /**
     * @param wanted the only pole to listen to; empty for all
     * @return {@code site/pole/} to its state
     */
    static Map<String, State> hear(Brokers brokers, Optional<Topics> wanted, PrintWriter err)
            throws InterruptedException {
        String filter = wanted.map(Topics::state).orElse(Topics.allStates());
        boolean onlyOne = wanted.isPresent() && brokers.uris().size() == 1;
        try (BrokerLink link = BrokerLink.connect(brokers, null, List.of(filter), err)) {
            return of(link.retained(onlyOne ? 1 : Integer.MAX_VALUE));
        }
    }

    /** @return {@code site/pole/} to its state */
    static Map<String, State> of(List<Delivery> deliveries) {
        Map<String, State> states = new TreeMap<>();
        for (Delivery delivery : deliveries) {
            read(delivery).ifPresent(state -> states.merge(state.topics.baseName(), state, State::better));
        }
        return states;
    }

    /**
     * @param pole as the user wrote it; null if none was named
     * @throws UserError if there is not exactly one
     */
    static State only(Map<String, State> states, @Nullable String pole, Brokers brokers) {
        if (states.size() == 1) {
            return states.values().iterator().next();
        }
        if (states.isEmpty()) {
            throw new UserError((pole == null ? "no pole has ever said on " : "pole " + pole + " has never said on ")
                    + brokers + " that it is there; is this the right broker?");
        }
        throw new UserError("there are " + states.size() + " poles on " + brokers + ", choose one with --pole: "
                + states.keySet().stream().limit(10).toList() + (states.size() > 10 ? " and others" : ""));
    }

    static Optional<State> read(Delivery delivery) {
        try {
            JsonNode state = JSON.readTree(delivery.bytes());
            String status = state.path("status").asText();
            if (!delivery.topic().endsWith("/state")
                    || !List.of("online", "asleep", "offline").contains(status)) {
                return Optional.empty();
            }
            boolean online = status.equals("online");
            return Topics.ofTopic(delivery.topic())
                    .map(topics -> new State(
                            topics,
                            status,
                            online ? state.path("nonce").asText(null) : null,
                            online && state.path("active").asBoolean(),
                            state.path("reason").asText(null),
                            delivery.broker()));
        } catch (IOException e) {
            return Optional.empty(); // Anyone can write to a broker; what is no state is none.
        }
    }
}
