package io.smartpole.tools.light;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.tools.console.ConsoleOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Table;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pole light plan}: every planned change of the light. */
@Command(
        name = "plan",
        description =
                "Lists every planned change of the light, of up to 400 days. The first line is the level that holds at"
                        + " the beginning.",
        footer = {
            "",
            "Examples:",
            "  pole light plan",
            "  pole light plan --days 1",
            "  pole light plan --from 2026-10-24 --to 2026-10-26",
            "  pole light plan --from 2026-01-01 --days 365 --csv > 2026.csv"
        })
public final class LightPlan implements Callable<Integer> {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Begin: a date (noon at the pole) or an instant such as 2026-11-01T12:00:00Z. Default: now.")
    private @Nullable String from;

    @ArgGroup
    private @Nullable End end;

    static final class End {
        @Option(names = "--to", paramLabel = "TIME", description = "End, written as --from. Default: a week later.")
        private @Nullable String to;

        @Option(names = "--days", paramLabel = "N", description = "The same as a number of days, 1 to 400.")
        private int days;
    }

    @ArgGroup
    private @Nullable Form form;

    static final class Form {
        @Option(names = "--json", description = "What the console answered, as JSON.")
        private boolean json;

        @Option(names = "--csv", description = "Comma-separated values (RFC 4180).")
        private boolean csv;
    }

    @Mixin
    private ConsoleOptions console = new ConsoleOptions();

    @Override
    public Integer call() throws InterruptedException {
        String to = to(); // may find out from
        JsonNode plan = console.get(path(from, to));
        PrintWriter out = spec.commandLine().getOut();
        if (form != null && form.json) {
            out.println(plan);
        } else {
            ZoneId zone = ZoneId.of(plan.path("timeZone").asText("UTC"));
            (form != null && form.csv ? csv(plan, zone) : table(plan, zone)).forEach(out::println);
        }
        return ExitCode.OK;
    }

    private @Nullable String to() throws InterruptedException {
        if (end == null || end.to != null) {
            return end == null ? null : end.to;
        }
        if (end.days < 1 || end.days > 400) {
            throw new ParameterException(spec.commandLine(), "--days must be 1 to 400, but is " + end.days);
        }
        if (from == null) {
            // Which time it is in the pole's world, the pole knows: a simulated one has its own.
            from = console.get(path(null, null)).path("from").asText();
        }
        try {
            return from.contains("T")
                    ? Instant.parse(from).plus(Duration.ofDays(end.days)).toString()
                    : LocalDate.parse(from).plusDays(end.days).toString();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from must be a date such as 2026-11-01 or an instant such as 2026-11-01T12:00:00Z, but is '"
                            + from + "'");
        }
    }

    private static String path(@Nullable String from, @Nullable String to) {
        List<String> parameters = new ArrayList<>();
        if (from != null) {
            parameters.add("from=" + URLEncoder.encode(from, StandardCharsets.UTF_8));
        }
        if (to != null) {
            parameters.add("to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        }
        return "/api/v1/light/plan" + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    private static List<String> table(JsonNode plan, ZoneId zone) {
        Table table = new Table().row("local time (" + zone + ")", "UTC", "  level", "rule", "why");
        for (JsonNode change : plan.path("transitions")) {
            String at = change.path("at").asText();
            table.row(
                    LOCAL.format(Instant.parse(at).atZone(zone)),
                    at,
                    Table.percent(change.path("levelPercent").asDouble()),
                    change.path("rule").asText(),
                    change.path("why").asText());
        }
        return table.lines();
    }

    private static List<String> csv(JsonNode plan, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add("at,local,levelPercent,rule,why");
        for (JsonNode change : plan.path("transitions")) {
            String at = change.path("at").asText();
            lines.add(String.join(
                    ",",
                    at,
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            Instant.parse(at).atZone(zone)),
                    Table.number(change.path("levelPercent").asDouble()),
                    quoted(change.path("rule").asText()),
                    quoted(change.path("why").asText())));
        }
        return lines;
    }

    private static String quoted(String text) {
        return '"' + Plain.text(text).replace("\"", "\"\"") + '"';
    }
}
