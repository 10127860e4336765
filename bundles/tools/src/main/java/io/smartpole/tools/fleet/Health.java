package io.smartpole.tools.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.config.ConfigReported;
import io.smartpole.tools.fleet.FleetPole.Need;
import io.smartpole.tools.fleet.PoleHealth.Check;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pole health}: how one pole is doing, and what to do about it. */
@Command(
        name = "health",
        description =
                "Says how a pole is doing: each check, what is the case, since when, and what to do about it. What"
                        + " needs somebody now comes first.",
        footer = {
            "",
            "Exit codes, of 'need', as those of pole fleet: " + Need.EXIT_CODES,
            "'health' is what the pole says of itself. 'asleep' is no fault: the cabinet has switched the pole's power off.",
            "",
            "Examples:",
            "  pole health",
            "  pole health --pole dormagen/p-1 --watch",
            "  pole health ack lamp --note \"ordered a new driver\" --for 48h",
            "  pole health maintenance 4h",
            "  pole health maintenance --end"
        })
public final class Health implements Callable<Integer> {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final int MOST_AT_ONCE = 1000;

    private final TimeSource time;
    private final ZoneId zone;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--pole",
            paramLabel = "SITE/POLE",
            description = "Which pole. Default: the only one on the broker.")
    private @Nullable String pole;

    @Option(names = "--json", description = "What the pole said, and what it needs, as JSON.")
    private boolean json;

    @Option(
            names = "--watch",
            description = "Go on until Ctrl-C, and show it again whenever the pole says something new.")
    private boolean watch;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    public Health(TimeSource time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    @Override
    public Integer call() throws InterruptedException {
        Brokers brokers = broker.brokers(data);
        List<String> filters = List.of(Topics.allStates(), Topics.allHealth(), Topics.allConfigReported());
        if (pole != null) {
            Topics topics = CommandOptions.topics(pole, spec);
            filters = List.of(topics.state(), topics.health(), topics.configReported());
        }
        try (BrokerLink link =
                BrokerLink.connect(brokers, null, filters, spec.commandLine().getErr())) {
            FleetSight sight = new FleetSight();
            see(link.retained(Integer.MAX_VALUE), sight);
            FleetPole shown = PoleStates.only(sight.byName(), pole, brokers);
            Topics topics = new Topics(shown.site(), shown.pole());
            int code = show(shown);
            while (watch && !spec.commandLine().getOut().checkError()) {
                see(link.take(MOST_AT_ONCE), sight);
                if (!sight.pole(topics).equals(shown)) {
                    shown = sight.pole(topics);
                    spec.commandLine().getOut().println();
                    code = show(shown);
                }
            }
            return code;
        }
    }

    private void see(List<Delivery> deliveries, FleetSight sight) {
        for (Delivery delivery : deliveries) {
            sight.see(delivery, time.now().instant());
        }
    }

    private int show(FleetPole shown) {
        Instant now = time.now().instant();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(shown, now));
        } else {
            lines(shown, now).forEach(out::println);
        }
        out.flush();
        return shown.need(now).code();
    }

    private static ObjectNode toJson(FleetPole shown, Instant now) {
        PoleHealth health = shown.health();
        ConfigReported config = shown.config();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("pole", shown.name())
                .put("state", shown.presence().label())
                .put("need", shown.need(now).label())
                .put("problem", shown.problem(now))
                .put("configRevision", config == null ? null : config.revision())
                .put("configOutcome", config == null ? null : config.outcome().label());
        json.set("health", health == null ? null : health.json());
        return json;
    }

    private List<String> lines(FleetPole shown, Instant now) {
        PoleHealth health = shown.health();
        String why = shown.reason() == null ? "" : " (" + shown.reason() + ")";
        Table head = new Table().row("pole", shown.name());
        String problem = shown.problem(now);
        head.row("need", shown.need(now).label() + (problem.isEmpty() ? "" : ", " + problem));
        head.row("state", shown.presence().label() + why);
        if (health != null) {
            head.row("health", health.status().name() + said(health.time(), now));
            about(health, head);
        }
        shown.refusedConfiguration().ifPresent(report -> {
            head.row("configuration", report.line());
            report.errors().forEach(error -> head.row("", error));
        });
        ConfigReported config = shown.config();
        if (config != null) {
            config.refused().forEach(refused -> head.row("taken back", refused));
        }
        List<String> lines = new ArrayList<>(head.lines());
        if (health != null) {
            lines.add("");
            lines.addAll(checks(health).lines());
        }
        return lines;
    }

    private static void about(PoleHealth health, Table head) {
        if (health.maintenance() != null) {
            head.row("maintenance", health.maintenance().words());
        }
        if (!health.supply().isEmpty()) {
            head.row("fed by", health.supply());
        }
        if (!health.place().isEmpty()) {
            head.row("place", health.place());
        }
        head.row("software", health.software());
    }

    private Table checks(PoleHealth health) {
        Table checks = new Table().row("status", "check", "since", "what is the case");
        for (Check check : health.checks()) {
            checks.row(check.status().name(), check.name(), local(check.since()), check.message());
            if (!check.action().isEmpty()) {
                checks.row("", "", "", "  to do: " + check.action());
            }
            if (check.acknowledged() != null) {
                checks.row("", "", "", "  known " + check.acknowledged().words());
            }
        }
        return checks;
    }

    /** The figures are of then. Of a pole whose clock is before ours the age is not known. */
    private String said(@Nullable Instant at, Instant now) {
        if (at == null) {
            return "";
        }
        return ", said " + local(at) + (at.isAfter(now) ? "" : ", " + age(Duration.between(at, now)) + " ago");
    }

    private static String age(Duration age) {
        if (age.toMinutes() < 2) {
            return age.toSeconds() + " s";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
    }

    private String local(@Nullable Instant time) {
        return time == null ? "" : LOCAL.format(time.atZone(zone));
    }
}
