package io.smartpole.tools.light;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.tools.console.ConsoleOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Table;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pole light explain}: what the light is, and why. */
@Command(
        name = "explain",
        description = "Says what the light is, which rule chose it, what each other rule said, and from what.",
        footer = {"", "Examples:", "  pole light explain", "  pole light explain --json --console http://localhost:9090"
        })
public final class LightExplain implements Callable<Integer> {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final ZoneId otherwise;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "What the console answered, as JSON.")
    private boolean json;

    @Mixin
    private ConsoleOptions console = new ConsoleOptions();

    /** @param otherwise in which times are shown while the pole does not tell its own zone */
    public LightExplain(ZoneId otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode light = console.get("/api/v1/light");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(light);
            return ExitCode.OK;
        }
        if (!light.isObject()) {
            throw new UserError("nothing decides about the light of this pole: look into the health of the gateway");
        }
        ZoneId zone = light.at("/night/timeZone").isTextual()
                ? ZoneId.of(light.at("/night/timeZone").asText())
                : otherwise;
        summary(light, zone).lines().forEach(out::println);
        section(out, "What each rule says (> decides)", trace(light));
        section(out, "Decided from", inputs(light));
        section(out, "Alarms", alarms(light, zone));
        section(out, "Counters, " + light.at("/figures/note").asText(), figures(light.path("figures")));
        return ExitCode.OK;
    }

    private static void section(PrintWriter out, String title, Table table) {
        if (!table.lines().isEmpty()) {
            out.println();
            out.println(Plain.text(title));
            table.lines().forEach(out::println);
        }
    }

    private static Table summary(JsonNode light, ZoneId zone) {
        Table table = new Table();
        String level = percent(light.path("levelPercent"));
        table.row(
                "level",
                light.path("outputPercent").isNumber()
                        ? level + ", the driver is told " + percent(light.path("outputPercent"))
                        : "no lamp driver: it would be " + level + ", but what the lamp does is not known");
        table.row("rule", light.path("rule").asText() + ": " + light.path("why").asText());
        if (light.hasNonNull("until")) {
            table.row("until", local(light.path("until"), zone));
        }
        JsonNode next = light.path("next");
        if (next.isObject()) {
            table.row(
                    "without that",
                    percent(next.path("levelPercent")) + " by "
                            + next.path("rule").asText() + ": "
                            + next.path("why").asText());
        }
        table.row("floor", percent(light.path("floorPercent")));
        for (String request : new String[] {"localService", "emergency", "override"}) {
            JsonNode inForce = light.path(request);
            if (inForce.isObject()) {
                String until = inForce.hasNonNull("until") ? " until " + local(inForce.path("until"), zone) : "";
                table.row(request, percent(inForce.path("levelPercent")) + until);
            }
        }
        if (light.hasNonNull("powerWatts")) {
            table.row("power", Table.number(light.path("powerWatts").asDouble()) + " W");
        }
        if (light.hasNonNull("problem")) {
            table.row("problem", light.path("problem").asText());
        }
        return table;
    }

    private static Table trace(JsonNode light) {
        Table table = new Table();
        for (JsonNode verdict : light.path("trace")) {
            boolean decides = verdict.path("rule").equals(light.path("rule"));
            table.row(
                    (decides ? "> " : "  ") + verdict.path("precedence").asInt(),
                    verdict.path("rule").asText(),
                    verdict.path("levelPercent").isNumber()
                            ? Table.percent(verdict.path("levelPercent").asDouble())
                            : "      -",
                    verdict.path("why").asText());
        }
        return table;
    }

    private static Table inputs(JsonNode light) {
        Table table = new Table();
        for (Map.Entry<String, JsonNode> input : light.path("inputs").properties()) {
            table.row("  " + input.getKey(), input.getValue().asText());
        }
        return table;
    }

    private static Table alarms(JsonNode light, ZoneId zone) {
        Table table = new Table();
        for (JsonNode alarm : light.path("alarms")) {
            table.row(
                    "  " + alarm.path("event").asText(),
                    alarm.hasNonNull("since") ? "since " + local(alarm.path("since"), zone) : "",
                    alarm.path("evidence").asText());
        }
        return table;
    }

    private static Table figures(JsonNode figures) {
        Table table = new Table()
                .row("  energy", Table.number(figures.path("energyWh").asDouble()) + " Wh")
                .row(
                        "  of it estimated",
                        Table.number(figures.path("estimatedEnergyWh").asDouble()) + " Wh")
                .row(
                        "  burning hours",
                        Table.number(figures.path("burningHours").asDouble()) + " h")
                .row("  times switched on", figures.path("switchOns").asText());
        if (figures.hasNonNull("co2Grams")) {
            table.row("  CO2", Table.number(figures.path("co2Grams").asDouble()) + " g");
        }
        return table;
    }

    private static String percent(JsonNode level) {
        return Table.number(level.asDouble()) + " %";
    }

    private static String local(JsonNode time, ZoneId zone) {
        return LOCAL.format(Instant.parse(time.asText()).atZone(zone));
    }
}
