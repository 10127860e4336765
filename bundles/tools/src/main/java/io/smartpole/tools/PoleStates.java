package io.smartpole.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.BrokerLink.Delivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the poles on a broker say of themselves: their states are retained there. */
final class PoleStates {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(2);

    /** The broker sends what it has retained at once; such a silence says that this was all. */
    private static final Duration SILENCE = Duration.ofMillis(300);

    private PoleStates() {}

    /**
     * A pole that has been there.
     *
     * @param nonce binds a command to the pole's present boot; null for a pole that is not online
     */
    record State(Topics topics, @Nullable String nonce) {}

    /**
     * @param wanted the only pole to listen to; empty for all
     * @return {@code site/pole/} to its state
     */
    static Map<String, State> hear(String broker, Optional<Topics> wanted, PrintWriter err)
            throws InterruptedException {
        Map<String, State> states = new TreeMap<>();
        String filter = wanted.map(Topics::state).orElse(Topics.allStates());
        try (BrokerLink link = BrokerLink.connect(broker, null, filter, err)) {
            Optional<Delivery> next = link.poll(FIRST_WITHIN);
            while (next.isPresent()) {
                read(next.get()).ifPresent(state -> states.put(state.topics.baseName(), state));
                next = wanted.isPresent() ? Optional.empty() : link.poll(SILENCE);
            }
        }
        return states;
    }

    private static Optional<State> read(Delivery delivery) {
        try {
            JsonNode state = JSON.readTree(delivery.bytes());
            String nonce = state.path("status").asText().equals("online")
                    ? state.path("nonce").asText(null)
                    : null;
            return Topics.ofTopic(delivery.topic()).map(topics -> new State(topics, nonce));
        } catch (IOException e) {
            return Optional.empty(); // Anyone can write to a broker; what is no state is none.
        }
    }
}
