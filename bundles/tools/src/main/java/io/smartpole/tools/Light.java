package io.smartpole.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.BrokerLink.Delivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pole light}: signs a command for a pole's light, sends it, and waits for its one answer. */
@Command(
        name = "light",
        description = "Holds a pole's light at a level for a while, or lets it go back to its program.",
        footer = {
            "",
            "Examples:",
            "  pole light --level 60 --for 10m",
            "  pole light --resume",
            "  pole light --level 100 --pole dormagen/p-1 --sign-key control-room.pem --broker ssl://mqtt.example.org:8883"
        })
final class Light implements Callable<Integer> {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,4})([smh])");

    /** How long a command may travel. */
    private static final Duration VALID = Duration.ofMinutes(2);

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
    private static final Duration STATES_WITHIN = Duration.ofSeconds(2);

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Wish wish;

    static final class Wish {
        @Option(names = "--level", paramLabel = "PERCENT", description = "Hold this level, 0 to 100.")
        private @Nullable Double level;

        @Option(names = "--resume", description = "End the override; the program decides again.")
        @SuppressWarnings("UnusedVariable") // that it was given is read from the level that was not
        private boolean resume;
    }

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long the level is held: such as 30s, 10m or 2h, at most 24h. Default: 2h.")
    private @Nullable String length;

    @Option(
            names = "--pole",
            paramLabel = "SITE/POLE",
            description = "Which pole. Default: the only one on the broker.")
    private @Nullable String pole;

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = "Private key that signs the command; the pole must trust it with role lighting. Default: that"
                    + " of the demo in the data folder.")
    private @Nullable Path signKey;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    Light(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        ObjectNode body = body();
        PlatformKey key = key();
        try {
            State state = state(err);
            try (BrokerLink link = BrokerLink.connect(broker.uri(), null, state.topics.commandReply(), err)) {
                String id = UUID.randomUUID().toString();
                Instant now = time.now().instant();
                byte[] command = DownlinkDocument.sign(
                        DownlinkDocument.Type.COMMAND,
                        state.topics.command(),
                        id,
                        now,
                        now.plus(VALID),
                        state.nonce,
                        body,
                        key.id(),
                        key::sign);
                if (!link.publish(state.topics.command(), command)) {
                    throw new UserError("the command could not be sent: the connection to " + broker.uri() + " broke");
                }
                return show(answer(link, id));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Pole.FAILED;
        }
    }

    private ObjectNode body() {
        ObjectNode body = JSON.createObjectNode();
        if (wish.level == null) {
            if (length != null) {
                throw new ParameterException(spec.commandLine(), "--for goes with --level, not with --resume");
            }
            return body.put("kind", "light.resume");
        }
        if (!(wish.level >= 0 && wish.level <= 100)) {
            throw new ParameterException(spec.commandLine(), "--level must be 0 to 100 percent, but is " + wish.level);
        }
        ObjectNode arguments = body.put("kind", "light.override").putObject("arguments");
        arguments.put("percent", wish.level);
        if (length != null) {
            arguments.put("seconds", seconds(length));
        }
        return body;
    }

    private long seconds(String text) {
        Matcher parts = LENGTH.matcher(text);
        if (!parts.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--for must be like 30s, 10m or 2h, but is '" + text + "'");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "h" -> count * 3600;
            case "m" -> count * 60;
            default -> count;
        };
    }

    private PlatformKey key() {
        Path file = signKey == null ? data.platformKey() : signKey;
        try {
            return PlatformKey.fromPem(Files.readString(file));
        } catch (IOException | FormatException e) {
            throw new UserError(
                    "no key to sign with in " + file + " (" + e.getMessage() + "): name one with --sign-key", e);
        }
    }

    /**
     * What a pole says of itself.
     *
     * @param nonce binds the command to the pole's present boot; null for a pole that is not online
     */
    private record State(Topics topics, @Nullable String nonce) {}

    private State state(PrintWriter err) throws InterruptedException {
        Optional<Topics> wanted = Optional.ofNullable(pole)
                .map(text -> Topics.ofPole(text)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--pole must be SITE/POLE, such as dormagen/p-1, but is '" + text + "'")));
        Map<String, State> states = new TreeMap<>();
        String filter = wanted.map(Topics::state).orElse(Topics.allStates());
        try (BrokerLink link = BrokerLink.connect(broker.uri(), null, filter, err)) {
            // The broker sends what it has retained at once; a moment of silence says that this was all.
            Optional<Delivery> next = link.poll(STATES_WITHIN);
            while (next.isPresent()) {
                read(next.get()).ifPresent(state -> states.put(state.topics.baseName(), state));
                next = wanted.isPresent() ? Optional.empty() : link.poll(Duration.ofMillis(300));
            }
        }
        if (states.size() == 1) {
            return states.values().iterator().next();
        }
        if (states.isEmpty()) {
            throw new UserError((pole == null ? "no pole" : "pole " + pole) + " has ever said on " + broker.uri()
                    + " that it is there; is this the right broker?");
        }
        throw new UserError(
                "there are several poles on " + broker.uri() + ", choose one with --pole: " + states.keySet());
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

    private JsonNode answer(BrokerLink link, String id) throws InterruptedException {
        Instant end = time.now().instant().plus(ANSWERED_WITHIN);
        while (true) {
            Duration left = Duration.between(time.now().instant(), end);
            Optional<Delivery> reply = left.isNegative() ? Optional.empty() : link.poll(left);
            if (reply.isEmpty()) {
                throw new UserError("the pole did not answer within " + ANSWERED_WITHIN.toSeconds()
                        + " s. If it comes back within " + VALID.toMinutes() + " min it still obeys");
            }
            try {
                JsonNode answer = JSON.readTree(reply.get().bytes());
                if (answer.path("id").asText().equals(id)) {
                    return answer;
                }
            } catch (IOException e) {
                // Not an answer; ours may still come.
            }
        }
    }

    private int show(JsonNode answer) {
        String outcome = answer.path("outcome").asText();
        spec.commandLine()
                .getOut()
                .println(Readings.plain(outcome + ": " + answer.path("reason").asText()));
        return outcome.equals("done") ? Pole.OK : Pole.NOT_VERIFIED;
    }
}
