package io.smartpole.tools.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.command.Commands.Answer;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Length;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which pole is commanded, who signs, and over which broker: options that several commands share. */
public final class CommandOptions {

    /** Whoever says how far it is, is waited for this long until its next word. */
    private static final Duration QUIET_AT_MOST = Duration.ofMinutes(5);

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
            description =
                    "How long to wait for answers; for those of a group this is always waited. A pole that says how"
                            + " far it is, is waited for longer. Default: 10s.")
    private Duration wait = Duration.ofSeconds(10);

    @Mixin
    private SignOptions signing = new SignOptions();

    public boolean namesPole() {
        return pole != null;
    }

    public Duration patience() {
        return wait;
    }

    public Brokers brokers() {
        return signing.brokers();
    }

    /** @throws UserError if there is no key to sign with */
    public PlatformKey key() {
        return signing.platformKey();
    }

    /** @return a command without arguments */
    public static ObjectNode command(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    /**
     * Sends a command to the pole and prints its one answer.
     *
     * @return the exit code
     * @throws UserError if the pole cannot be told or does not answer; the message says what to do
     */
    public int send(ObjectNode body, PlatformKey key, TimeSource time) throws InterruptedException {
        return tell(ask(body, key, time));
    }

    /** @return the exit code */
    public int tell(Answer answer) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Plain.text(answer.words()));
        out.flush();
        return answer.done() ? ExitCode.OK : ExitCode.NOT_OK;
    }

    /**
     * Sends a command to the pole, tells on standard error how far it is, and waits for its one answer.
     *
     * @throws UserError if the pole cannot be told or does not answer; the message says what to do
     */
    public Answer ask(ObjectNode body, PlatformKey key, TimeSource time) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Brokers brokers = brokers();
        PoleStates.State state = state(brokers, err);
        try (Commands commands = Commands.open(brokers, state.topics().commandReply(), key, time, err)) {
            String id = commands.send(state.topics().command(), state, body);
            Duration patience = wait;
            while (true) {
                Instant end = commands.now().plus(patience);
                Optional<Answer> next = commands.answer(id, end);
                if (next.isEmpty()) {
                    throw new UserError("the pole did not answer within " + patience.toSeconds() + " s. " + why(state));
                }
                Answer answer = next.get();
                if (answer.last()) {
                    return answer;
                }
                err.println(Plain.text(answer.progress()));
                err.flush();
                patience = QUIET_AT_MOST;
            }
        }
    }

    private static String why(PoleStates.State state) {
        return (state.online()
                        ? "It may not trust this key: --sign-key names another; a pole with a data folder of its own is"
                                + " commanded with the key that --data DIR chooses"
                        : "It is " + state.status())
                + ". If it comes back within " + Commands.VALID.toMinutes() + " min it still obeys";
    }

    private PoleStates.State state(Brokers brokers, PrintWriter err) throws InterruptedException {
        Optional<Topics> wanted = Optional.ofNullable(pole).map(this::topics);
        Map<String, PoleStates.State> states = PoleStates.hear(brokers, wanted, err);
        return PoleStates.only(states, pole, brokers);
    }

    private Topics topics(String text) {
        return topics(text, spec);
    }

    /** @throws ParameterException if the text is not written as a pole */
    public static Topics topics(String text, CommandSpec spec) {
        return Topics.ofPole(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--pole must be SITE/POLE, such as dormagen/p-1, but is '" + text + "'"));
    }
}
