package io.smartpole.tools.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.command.Commands.Answer;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole config}: how a pole is configured. */
@Command(
        name = "config",
        description =
                "Shows and changes how poles are configured. 'push' sends a configuration and tells what became of it.",
        footer = {
            "",
            "Exit codes: 0 applied, or shown; 1 rejected, rolled back, refused, or (diff) different; 2 wrong use, no"
                    + " connection, or no answer in time.",
            "",
            "Examples:",
            "  pole config get",
            "  pole config push dimming.json --pole dormagen/p-1",
            "  pole config push dimming.json --all --probation 600",
            "  pole config diff dimming.json",
            "  pole config history"
        })
public final class Config implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.FAILED;
    }

    /** Asks a pole for data, and shows what it gave or why it did not. */
    private abstract static class Question implements Callable<Integer> {

        private final String kind;
        private final TimeSource time;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Mixin
        private CommandOptions options = new CommandOptions();

        Question(String kind, TimeSource time) {
            this.kind = kind;
            this.time = time;
        }

        @Override
        public Integer call() throws InterruptedException {
            Answer answer = options.ask(command(), options.key(), time);
            if (!answer.done()) {
                return options.tell(answer);
            }
            if (!answer.data().isObject()) {
                throw new UserError("the pole obeyed, but its answer held nothing: ask again");
            }
            return show(answer.data(), json, spec.commandLine().getOut());
        }

        ObjectNode command() {
            return CommandOptions.command(kind);
        }

        abstract int show(JsonNode data, boolean json, PrintWriter out);
    }

    /** {@code pole config get}. */
    @Command(
            name = "get",
            description = "Shows everything that is in effect at a pole; secrets are never shown.",
            footer = {"", "Examples:", "  pole config get", "  pole config get --json --pole dormagen/p-1 > p-1.json"})
    public static final class Get extends Question {

        @Option(names = "--pid", paramLabel = "PID", description = "Only this concern, such as smartpole.uplink.")
        private @Nullable String pid;

        public Get(TimeSource time) {
            super("config.get", time);
        }

        @Override
        ObjectNode command() {
            ObjectNode command = super.command();
            if (pid != null) {
                command.withObjectProperty("arguments").put("pid", pid);
            }
            return command;
        }

        @Override
        int show(JsonNode data, boolean json, PrintWriter out) {
            JsonNode values = data.path("values");
            if (json) {
                out.println(values.toPrettyString());
            } else {
                ConfigValues.table(values).lines().forEach(out::println);
            }
            return ExitCode.OK;
        }
    }

    /** {@code pole config history}. */
    @Command(
            name = "history",
            description = "Lists the latest changes at a pole: when, by whom, what became of it, and what changed.",
            footer = {"", "Examples:", "  pole config history", "  pole config history --json"})
    public static final class History extends Question {

        public History(TimeSource time) {
            super("config.history", time);
        }

        @Override
        int show(JsonNode data, boolean json, PrintWriter out) {
            if (json) {
                out.println(data.toPrettyString());
            } else {
                ConfigValues.history(data.path("revisions")).forEach(out::println);
            }
            return ExitCode.OK;
        }
    }

    /** {@code pole config diff}. */
    @Command(
            name = "diff",
            description = "Says where a file of values differs from what is in effect at a pole.",
            footer = {
                "",
                "Code 0: nothing differs; 1: something does.",
                "",
                "Example:",
                "  pole config diff dimming.json"
            })
    public static final class Diff extends Question {

        @Parameters(paramLabel = "FILE", description = "JSON: PID to key to value, as for push.")
        private Path file = Path.of("");

        public Diff(TimeSource time) {
            super("config.get", time);
        }

        @Override
        public Integer call() throws InterruptedException {
            ConfigValues.read(file); // a wrong one is told before the pole is asked
            return super.call();
        }

        @Override
        int show(JsonNode data, boolean json, PrintWriter out) {
            ObjectNode wanted = ConfigValues.read(file);
            List<ConfigValues.Difference> differences = ConfigValues.differences(wanted, data.path("values"));
            if (json) {
                out.println(ConfigValues.toJson(differences).toPrettyString());
            } else {
                ConfigValues.lines(differences).forEach(out::println);
            }
            return differences.isEmpty() ? ExitCode.OK : ExitCode.NOT_OK;
        }
    }
}
