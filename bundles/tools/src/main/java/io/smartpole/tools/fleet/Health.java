package io.smartpole.tools.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.fleet.FleetPole.Presence;
import io.smartpole.tools.fleet.PoleHealth.Check;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Table;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
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
            "Exit codes: 0 OK; 1 WARN: somebody will have to act; 3 CRITICAL or offline: somebody has to act now; 2 wrong"
                    + " use or no connection. 'asleep' is no fault: the cabinet has switched the pole's power off.",
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

    @Option(names = "--json", description = "What the pole said, as JSON.")
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
        List<String> filters = List.of(Topics.allStates(), Topics.allHealth());
        if (pole != null) {
            Topics topics = CommandOptions.topics(pole, spec);
            filters = List.of(topics.state(), topics.health());
        }
        try (BrokerLink link =
                BrokerLink.connect(brokers, null, filters, spec.commandLine().getErr())) {
            FleetSight sight = new FleetSight();
            List<Delivery> heard = link.retained(Integer.MAX_VALUE);
            see(heard, sight);
            Topics topics = PoleStates.only(PoleStates.of(heard), pole, brokers).topics();
            FleetPole shown = sight.pole(topics);
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
        PoleHealth health = shown.health();
        if (health == null) {
            throw new UserError(
                    "pole " + shown.name() + " has never said how it is; pole fleet shows whether it is there");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = JsonNodeFactory.instance
                    .objectNode()
                    .put("pole", shown.name())
                    .put("state", shown.presence().name().toLowerCase(Locale.ROOT));
            all.set("health", health.json());
            out.println(all);
        } else {
            lines(shown, health).forEach(out::println);
        }
        out.flush();
        if (shown.presence() == Presence.OFFLINE || health.status() == HealthStatus.CRITICAL) {
            return ExitCode.CRITICAL;
        }
        return health.status() == HealthStatus.OK ? ExitCode.OK : ExitCode.NOT_OK;
    }

    private List<String> lines(FleetPole shown, PoleHealth health) {
        String presence = shown.presence().name().toLowerCase(Locale.ROOT);
        Table head = new Table()
                .row("pole", shown.name())
                .row("state", presence + said(shown, health, time.now().instant()));
        head.row("health", health.status().name());
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
        List<String> lines = new ArrayList<>(head.lines());
        lines.add("");
        lines.addAll(checks.lines());
        return lines;
    }

    private String said(FleetPole shown, PoleHealth health, Instant now) {
        String why = shown.reason() == null ? "" : " (" + shown.reason() + ")";
        if ((shown.presence() == Presence.ONLINE && !shown.silent(now)) || health.time() == null) {
            return why;
        }
        return why + "; what follows is of " + local(health.time());
    }

    private String local(@Nullable Instant time) {
        return time == null ? "" : LOCAL.format(time.atZone(zone));
    }
}
