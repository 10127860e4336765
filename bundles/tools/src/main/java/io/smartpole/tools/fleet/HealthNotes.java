package io.smartpole.tools.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.terminal.Length;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What operations note at a pole: commands below {@code pole health}. */
public final class HealthNotes {

    private HealthNotes() {}

    /** {@code pole health ack}. */
    @Command(
            name = "ack",
            description = "Notes at a pole that operations know of a check that is not well: it is not among what needs"
                    + " somebody any more, until it changes.",
            footer = {"", "Examples:", "  pole health ack lamp --note \"ordered a new driver\" --for 48h"})
    public static final class Ack implements Callable<Integer> {

        private final TimeSource time;

        @Parameters(paramLabel = "CHECK", description = "Name of the check, as pole health shows it.")
        private String check = "";

        @Option(
                names = "--note",
                paramLabel = "TEXT",
                description = "What you want others to know, up to 200 characters.")
        private @Nullable String note;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = Length.class,
                description = "After which it counts again, such as 30m or 48h. Default: what the pole takes.")
        private @Nullable Duration length;

        @Mixin
        private CommandOptions options = new CommandOptions();

        public Ack(TimeSource time) {
            this.time = time;
        }

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode body = CommandOptions.command("health.acknowledge");
            body.withObjectProperty("arguments").put("check", check);
            return options.send(with(body, note, length), options.key(), time);
        }
    }

    /** {@code pole health maintenance}. */
    @Command(
            name = "maintenance",
            description = "Notes at a pole that somebody works on it, so that nobody else has to act; or ends that.",
            footer = {
                "",
                "Examples:",
                "  pole health maintenance 4h --note \"new lamp head\" --pole dormagen/p-1",
                "  pole health maintenance --end"
            })
    public static final class Maintenance implements Callable<Integer> {

        private final TimeSource time;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(
                paramLabel = "TIME",
                arity = "0..1",
                converter = Length.class,
                description = "How long, such as 4h.")
        private @Nullable Duration length;

        @Option(names = "--end", description = "It is over.")
        private boolean end;

        @Option(
                names = "--note",
                paramLabel = "TEXT",
                description = "What you want others to know, up to 200 characters.")
        private @Nullable String note;

        @Mixin
        private CommandOptions options = new CommandOptions();

        public Maintenance(TimeSource time) {
            this.time = time;
        }

        @Override
        public Integer call() throws InterruptedException {
            if (end == (length != null) || (end && note != null)) {
                throw new ParameterException(
                        spec.commandLine(), "say how long it lasts, such as 4h; or --end alone, when it is over");
            }
            ObjectNode body = end
                    ? CommandOptions.command("health.maintenance.end")
                    : with(CommandOptions.command("health.maintenance"), note, length);
            return options.send(body, options.key(), time);
        }
    }

    private static ObjectNode with(ObjectNode body, @Nullable String note, @Nullable Duration length) {
        if (note != null) {
            body.withObjectProperty("arguments").put("note", note);
        }
        if (length != null) {
            body.withObjectProperty("arguments").put("seconds", length.toSeconds());
        }
        return body;
    }
}
