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

    /** A command to a pole with what others are to know of it. */
    private abstract static class Note implements Callable<Integer> {

        private final TimeSource time;

        @Option(
                names = "--note",
                paramLabel = "TEXT",
                description = "What you want others to know, up to 200 characters.")
        @Nullable
        String note;

        @Mixin
        private CommandOptions options = new CommandOptions();

        Note(TimeSource time) {
            this.time = time;
        }

        abstract ObjectNode command();

        @Override
        public Integer call() throws InterruptedException {
            return options.send(command(), options.key(), time);
        }

        /** @param length null for what the pole takes by default */
        ObjectNode noted(ObjectNode body, @Nullable Duration length) {
            if (note != null) {
                body.withObjectProperty("arguments").put("note", note);
            }
            if (length != null) {
                body.withObjectProperty("arguments").put("seconds", length.toSeconds());
            }
            return body;
        }
    }

    /** {@code pole health ack}. */
    @Command(
            name = "ack",
            description = "Notes at a pole that operations know of a check that is not well: it is not among what needs"
                    + " somebody any more, until it changes. That of 'configuration' covers a configuration that was rolled"
                    + " back.",
            footer = {"", "Examples:", "  pole health ack lamp --note \"ordered a new driver\" --for 48h"})
    public static final class Ack extends Note {

        @Parameters(paramLabel = "CHECK", description = "Name of the check, as pole health shows it.")
        private String check = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = Length.class,
                description = "After which it counts again, such as 30m, 48h or 3d; 1m to 30d. Default: 7d.")
        private @Nullable Duration length;

        public Ack(TimeSource time) {
            super(time);
        }

        @Override
        ObjectNode command() {
            ObjectNode body = CommandOptions.command("health.acknowledge");
            body.withObjectProperty("arguments").put("check", check);
            return noted(body, length);
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
    public static final class Maintenance extends Note {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(
                paramLabel = "TIME",
                arity = "0..1",
                converter = Length.class,
                description = "How long, such as 4h or 3d; 1m to 30d.")
        private @Nullable Duration length;

        @Option(names = "--end", description = "It is over.")
        private boolean end;

        public Maintenance(TimeSource time) {
            super(time);
        }

        @Override
        ObjectNode command() {
            if (end == (length != null) || (end && note != null)) {
                throw new ParameterException(
                        spec.commandLine(), "say how long it lasts, such as 4h; or --end alone, when it is over");
            }
            return end
                    ? CommandOptions.command("health.maintenance.end")
                    : noted(CommandOptions.command("health.maintenance"), length);
        }
    }
}
