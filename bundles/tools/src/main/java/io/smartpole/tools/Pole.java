package io.smartpole.tools;

import io.smartpole.core.time.SystemTime;
import io.smartpole.core.time.TimeSource;
import io.smartpole.tools.command.Tell;
import io.smartpole.tools.config.Config;
import io.smartpole.tools.config.ConfigPush;
import io.smartpole.tools.console.Uplink;
import io.smartpole.tools.fleet.Fleet;
import io.smartpole.tools.fleet.Health;
import io.smartpole.tools.fleet.HealthNotes;
import io.smartpole.tools.key.Key;
import io.smartpole.tools.key.KeyList;
import io.smartpole.tools.key.KeyPublish;
import io.smartpole.tools.key.KeyTrust;
import io.smartpole.tools.light.Light;
import io.smartpole.tools.light.LightExplain;
import io.smartpole.tools.light.LightPlan;
import io.smartpole.tools.receive.Chains;
import io.smartpole.tools.receive.Receive;
import io.smartpole.tools.receive.Tail;
import io.smartpole.tools.receive.Verify;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of operators and of the platform's side: {@code pole}. */
@Command(
        name = "pole",
        description = "Reads, verifies and receives the signed evidence of smart poles, and commands them.",
        footer = {
            "",
            "Exit codes: 0 all is well, 1 something could not be verified, was refused or needs somebody soon, 2 wrong use or"
                    + " no connection, 3 (health, fleet) somebody has to act now.",
            "",
            "Examples:",
            "  pole tail                        watch the demo's readings, verified",
            "  pole verify received.jsonl       check what a receiver stored",
            "  pole light --level 60 --for 10m  hold the light at a level",
            "  pole light explain               why the light is as it is",
            "  pole uplink                      how its connections to the platform are doing",
            "  pole fleet                       all poles, those that need somebody first",
            "  pole health                      how one pole is, and what to do about it",
            "  pole config get                  how it is configured; push changes that",
            "  pole command selftest            any command; the pole answers with the kinds it knows",
            "  pole key show                    the pole's public key",
            "  pole tail --help                 more on one command"
        })
public final class Pole implements Callable<Integer> {

    private static final int USAGE_WIDTH = 110;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private Pole() {}

    public static void main(String[] args) {
        // Libraries say what they have to say through exceptions; a user of this command reads no logs.
        LogManager.getLogManager().reset();
        System.exit(
                commandLine(new SystemTime(() -> true), ZoneId.systemDefault()).execute(args));
    }

    /** @param zone in which times are shown */
    static CommandLine commandLine(TimeSource time, ZoneId zone) {
        return new CommandLine(new Pole())
                .addSubcommand(new Tail(time, zone))
                .addSubcommand(new Verify())
                .addSubcommand(new Receive(time))
                .addSubcommand(new Chains(time))
                .addSubcommand(new CommandLine(new Light(time))
                        .addSubcommand(new LightExplain(zone))
                        .addSubcommand(new LightPlan()))
                .addSubcommand(new CommandLine(new Uplink()).addSubcommand(new Uplink.Retry(time)))
                .addSubcommand(new CommandLine(new Config())
                        .addSubcommand(new Config.Get(time))
                        .addSubcommand(new ConfigPush(time))
                        .addSubcommand(new Config.Diff(time))
                        .addSubcommand(new Config.History(time)))
                .addSubcommand(new CommandLine(new Health(time, zone))
                        .addSubcommand(new HealthNotes.Ack(time))
                        .addSubcommand(new HealthNotes.Maintenance(time)))
                .addSubcommand(new Fleet(time, zone))
                .addSubcommand(new Tell(time))
                .addSubcommand(new CommandLine(new Key())
                        .addSubcommand(new Key.Show())
                        .addSubcommand(new Key.New())
                        .addSubcommand(new KeyList())
                        .addSubcommand(new KeyTrust(time))
                        .addSubcommand(new KeyPublish()))
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler(Pole::explainUse)
                .setExecutionExceptionHandler(Pole::explain);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.FAILED;
    }

    /** The whole help would push the message off the screen. */
    private static int explainUse(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("pole: " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.println(command.getCommandSpec().qualifiedName() + " --help shows how");
        return ExitCode.FAILED;
    }

    private static int explain(Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (exception instanceof UserError) {
            err.println("pole: " + exception.getMessage());
        } else {
            err.println("pole: this is a mistake in the program, please report it:");
            exception.printStackTrace(err);
        }
        return ExitCode.FAILED;
    }
}
