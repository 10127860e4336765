package io.smartpole.tools.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Table;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pole uplink}: how the connections to the platform are doing. */
@Command(
        name = "uplink",
        description = "Says how the connections of a pole to its platform are doing, and what waits to be sent.",
        footer = {
            "",
            "Examples:",
            "  pole uplink",
            "  pole uplink --json --console http://localhost:9090",
            "  pole uplink retry"
        })
public final class Uplink implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "What the console answered, as JSON.")
    private boolean json;

    @Mixin
    private ConsoleOptions console = new ConsoleOptions();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode status = console.get("/api/v1/status");
        JsonNode uplink = status.path("uplink");
        if (!uplink.isObject()) {
            throw new UserError("nothing connects this pole to its platform: look into the health of the gateway");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(uplink);
            return code(uplink);
        }
        summary(uplink, status.path("evidence")).lines().forEach(out::println);
        section(out, "Endpoints (> in use)", endpoints(uplink));
        section(out, "Since start", figures(uplink));
        return code(uplink);
    }

    private static int code(JsonNode uplink) {
        return uplink.path("connected").asBoolean() ? ExitCode.OK : ExitCode.NOT_OK;
    }

    private static void section(PrintWriter out, String title, Table table) {
        if (!table.lines().isEmpty()) {
            out.println();
            out.println(title);
            table.lines().forEach(out::println);
        }
    }

    private static Table summary(JsonNode uplink, JsonNode evidence) {
        Table table = new Table()
                .row(
                        "connected",
                        uplink.path("connected").asBoolean()
                                ? uplink.path("endpoint").asText()
                                : "no");
        if (uplink.hasNonNull("problem")) {
            table.row("problem", uplink.path("problem").asText());
        }
        if (evidence.isObject()) {
            table.row(
                    "waiting",
                    evidence.path("waitingBatches").asText() + " batches, "
                            + evidence.path("waitingBytes").asText() + " B");
            if (evidence.hasNonNull("oldest")) {
                table.row("oldest", evidence.path("oldest").asText());
            }
        }
        return table.row("set aside", uplink.path("setAside").asText() + " batches");
    }

    private static Table endpoints(JsonNode uplink) {
        Table table = new Table();
        for (JsonNode endpoint : uplink.path("endpoints")) {
            table.row(
                    (endpoint.path("active").asBoolean() ? "> " : "  ")
                            + endpoint.path("name").asText(),
                    Brokers.shown(endpoint.path("uri").asText()),
                    endpoint.path("state").asText(),
                    endpoint.hasNonNull("problem") ? endpoint.path("problem").asText() : "");
        }
        return table;
    }

    private static Table figures(JsonNode uplink) {
        Table table = new Table()
                .row("  connects", uplink.path("connects").asText())
                .row("  failovers", uplink.path("failovers").asText())
                .row("  acknowledged by brokers", uplink.path("published").asText());
        if (uplink.hasNonNull("sinceAcknowledgedSeconds")) {
            table.row("  last of them", uplink.path("sinceAcknowledgedSeconds").asText() + " s ago");
        }
        return table.row("  received", uplink.path("bytesIn").asText() + " B")
                .row("  sent", uplink.path("bytesOut").asText() + " B");
    }

    /** {@code pole uplink retry}. */
    @Command(
            name = "retry",
            description = "Tells a pole to send the batches that were set aside again now: once the platform takes them"
                    + " again, nobody need wait for the pole to try by itself.",
            footer = {
                "",
                "Examples:",
                "  pole uplink retry",
                "  pole uplink retry --pole dormagen/p-1 --sign-key operations.pem --broker ssl://mqtt.example.org:8883"
            })
    public static final class Retry implements Callable<Integer> {

        private final TimeSource time;

        @Mixin
        private CommandOptions options = new CommandOptions();

        public Retry(TimeSource time) {
            this.time = time;
        }

        @Override
        public Integer call() throws InterruptedException {
            return options.send(CommandOptions.command("uplink.retry"), options.key(), time);
        }
    }
}
