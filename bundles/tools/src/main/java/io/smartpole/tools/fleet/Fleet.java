package io.smartpole.tools.fleet;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.fleet.FleetPole.Need;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pole fleet}: all poles that are seen on the brokers, those that need somebody first. */
@Command(
        name = "fleet",
        description = {
            "Shows all poles that were ever on the brokers, those that need somebody first, and goes on showing them until"
                    + " Ctrl-C. Poles of one cabinet that were lost together are one line at the top.",
            "'asleep' is no fault: the cabinet has switched the pole's power off. 'noted' is what operations have"
                    + " acknowledged, or a pole that somebody works on."
        },
        footer = {
            "",
            "Exit codes, with --once and --json, of the pole that needs somebody most: " + Need.EXIT_CODES,
            "",
            "Examples:",
            "  pole fleet",
            "  pole fleet --once",
            "  pole fleet --json --broker ssl://a.example.org:8883,ssl://b.example.org:8883 --trust city.pem"
        })
public final class Fleet implements Callable<Integer> {

    /** To the top, clear, and long lines are cut rather than wrapped; then as it was. */
    private static final String DRAW = "\u001b[H\u001b[J\u001b[?7l";

    private static final String DRAWN = "\u001b[?7h";

    /** Some things change by time alone: a pole falls silent, a maintenance ends. */
    private static final int REDRAW_S = 60;

    private final TimeSource time;
    private final ZoneId zone;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--once", description = "Show all of them once, and end.")
    private boolean once;

    @Option(names = "--json", description = "Show all of them once, as JSON, and end.")
    private boolean json;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "${env:SMARTPOLE_ROWS:-0}",
            description =
                    "Lines of the terminal: the table is drawn in place, and what does not fit is counted. 0: all, each"
                            + " table below the last. Default: those of the terminal, 0 into a pipe or a file.")
    private int rows;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    public Fleet(TimeSource time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    @Override
    public Integer call() throws InterruptedException {
        Brokers brokers = broker.brokers(data);
        List<String> filters = List.of(Topics.allStates(), Topics.allHealth(), Topics.allConfigReported());
        try (BrokerLink link =
                BrokerLink.connect(brokers, null, filters, spec.commandLine().getErr())) {
            FleetSight sight = new FleetSight();
            see(link.retained(Integer.MAX_VALUE), sight);
            if (once || json) {
                return show(sight, brokers);
            }
            while (draw(sight)) {
                int seconds = 0;
                do {
                    TimeUnit.SECONDS.sleep(1);
                    seconds++;
                } while (!see(link.takeAll(), sight) && seconds < REDRAW_S);
            }
            return ExitCode.OK;
        }
    }

    /** @return false if nobody reads it any more */
    private boolean draw(FleetSight sight) {
        boolean inPlace = rows > 0;
        List<String> lines =
                new FleetTable(sight.poles(), time.now().instant(), zone).lines(inPlace ? rows : Integer.MAX_VALUE);
        PrintWriter out = spec.commandLine().getOut();
        out.print(inPlace ? DRAW : "");
        lines.forEach(out::println);
        out.print(inPlace ? DRAWN : "\n");
        return !out.checkError();
    }

    private boolean see(List<Delivery> deliveries, FleetSight sight) {
        boolean news = false;
        for (Delivery delivery : deliveries) {
            news |= sight.see(delivery, time.now().instant());
        }
        return news;
    }

    private int show(FleetSight sight, Brokers brokers) {
        if (sight.poles().isEmpty()) {
            throw new UserError("no pole has ever said on " + brokers + " that it is there; is this the right broker?");
        }
        FleetTable table = new FleetTable(sight.poles(), time.now().instant(), zone);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(table.toJson());
        } else {
            table.lines(Integer.MAX_VALUE).forEach(out::println);
        }
        return table.code();
    }
}
