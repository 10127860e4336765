package io.smartpole.tools.broker;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.terminal.Json;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the poles on the brokers say of themselves: their states are retained there. */
public final class PoleStates {

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
    public record State(
            Topics topics,
            String status,
            @Nullable String nonce,
            boolean active,
            @Nullable String reason,
            int broker) {

        public boolean online() {
            return status.equals("online");
        }

        /** Several brokers may tell of a pole: one where it is active knows more than one that still has its last will. */
        public State better(State other) {
            return other.rank() > rank() ? other : this;
        }

        private int rank() {
            return (online() ? 2 : 0) + (active ? 1 : 0);
        }
    }

    /**
     * @param wanted the only pole to listen to; empty for all
     * @return {@code site/pole} to its state
     */
    public static Map<String, State> hear(Brokers brokers, Optional<Topics> wanted, PrintWriter err)
            throws InterruptedException {
        String filter = wanted.map(Topics::state).orElse(Topics.allStates());
        boolean onlyOne = wanted.isPresent() && brokers.uris().size() == 1;
        try (BrokerLink link = BrokerLink.connect(brokers, null, List.of(filter), err)) {
            return of(link.retained(onlyOne ? 1 : Integer.MAX_VALUE));
        }
    }

    /** @return a pole as people write it, {@code site/pole} */
    public static String name(Topics pole) {
        return pole.site() + "/" + pole.pole();
    }

    /** @return {@code site/pole} to its state */
    public static Map<String, State> of(List<Delivery> deliveries) {
        Map<String, State> states = new TreeMap<>();
        for (Delivery delivery : deliveries) {
            read(delivery).ifPresent(state -> states.merge(name(state.topics), state, State::better));
        }
        return states;
    }

    /**
     * @param poles {@code site/pole} to what is known of it
     * @param pole as the user wrote it; null if none was named
     * @throws UserError if there is not exactly one
     */
    public static <T> T only(Map<String, T> poles, @Nullable String pole, Brokers brokers) {
        if (poles.size() == 1) {
            return poles.values().iterator().next();
        }
        if (poles.isEmpty()) {
            throw new UserError((pole == null ? "no pole has ever said on " : "pole " + pole + " has never said on ")
                    + brokers + " that it is there; is this the right broker?");
        }
        throw new UserError("there are " + poles.size() + " poles on " + brokers + ", choose one with --pole: "
                + poles.keySet().stream().limit(10).collect(Collectors.joining(", "))
                + (poles.size() > 10 ? " and others" : ""));
    }

    /** @return empty if it is no state: anyone can write to a broker */
    public static Optional<State> read(Delivery delivery) {
        return Topics.ofTopic(delivery.topic())
                .filter(topics -> topics.state().equals(delivery.topic()))
                .flatMap(topics ->
                        Json.message(delivery.bytes()).flatMap(json -> read(json, topics, delivery.broker())));
    }

    private static Optional<State> read(JsonNode state, Topics topics, int broker) {
        String status = state.path("status").asText();
        if (!List.of("online", "asleep", "offline").contains(status)) {
            return Optional.empty();
        }
        boolean online = status.equals("online");
        return Optional.of(new State(
                topics,
                status,
                online ? state.path("nonce").asText(null) : null,
                online && state.path("active").asBoolean(),
                state.path("reason").asText(null),
                broker));
    }
}
