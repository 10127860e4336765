package io.smartpole.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.Commands.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which pole is commanded, who signs, and over which broker: options that several commands share. */
final class CommandOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--pole",
            paramLabel = "SITE/POLE",
            description = "Which pole. Default: the only one on the broker.")
    private @Nullable String pole;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Length.class,
            description = "How long to wait for answers; for those of a group this is always waited. Default: 10s.")
    private Duration wait = Duration.ofSeconds(10);

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description =
                    "Private key that signs the command; the pole must trust it with the role for that: lighting for"
                            + " the light, config for the uplink. Default: that of the demo in the data folder.")
    private @Nullable Path signKey;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    boolean namesPole() {
        return pole != null;
    }

    Duration patience() {
        return wait;
    }

    String broker() {
        return broker.uri();
    }

    /** @throws UserError if there is no key to sign with */
    PlatformKey key() {
        Path file = signKey == null ? data.platformKey() : signKey;
        try {
            return PlatformKey.fromPem(Files.readString(file));
        } catch (IOException | FormatException e) {
            throw new UserError(
                    "no key to sign with in " + file + " (" + e.getMessage() + "): name one with --sign-key", e);
        }
    }

    /**
     * Sends a command to the pole and prints its one answer.
     *
     * @return the exit code
     * @throws UserError if the pole cannot be told or does not answer; the message says what to do
     */
    int send(ObjectNode body, PlatformKey key, TimeSource time) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        PoleStates.State state = state(err);
        try (Commands commands = Commands.open(broker(), state.topics().commandReply(), key, time, err)) {
            String id = commands.send(state.topics().command(), state.nonce(), body);
            Answer answer = commands.answer(id, commands.now().plus(wait))
                    .orElseThrow(() -> new UserError("the pole did not answer within " + wait.toSeconds()
                            + " s. If it comes back within " + Commands.VALID.toMinutes() + " min it still obeys"));
            PrintWriter out = spec.commandLine().getOut();
            out.println(Readings.plain(answer.words()));
            out.flush();
            return answer.done() ? Pole.OK : Pole.NOT_VERIFIED;
        }
    }

    private PoleStates.State state(PrintWriter err) throws InterruptedException {
        Optional<Topics> wanted = Optional.ofNullable(pole)
                .map(text -> Topics.ofPole(text)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--pole must be SITE/POLE, such as dormagen/p-1, but is '" + text + "'")));
        Map<String, PoleStates.State> states = PoleStates.hear(broker(), wanted, err);
        if (states.size() == 1) {
            return states.values().iterator().next();
        }
        if (states.isEmpty()) {
            throw new UserError((pole == null ? "no pole has ever said on " : "pole " + pole + " has never said on ")
                    + broker() + " that it is there; is this the right broker?");
        }
        throw new UserError("there are several poles on " + broker() + ", choose one with --pole: " + states.keySet());
    }
}
