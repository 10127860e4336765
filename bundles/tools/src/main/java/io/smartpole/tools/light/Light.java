package io.smartpole.tools.light;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.pole.Names;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.command.Commands;
import io.smartpole.tools.command.Commands.Answer;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Length;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pole light}: signs a command for the light of a pole or a group, sends it, and waits for what becomes of it. */
@Command(
        name = "light",
        description = "Holds the light of a pole or a group at a level for a while, or lets it go back to its program;"
                + " explain and plan say what it does and why.",
        footer = {
            "",
            "Examples:",
            "  pole light --level 60 --for 10m",
            "  pole light --resume",
            "  pole light --emergency --for 1h --group north",
            "  pole light --level 100 --pole dormagen/p-1 --sign-key control-room.pem --broker ssl://mqtt.example.org:8883",
            "  pole light explain"
        })
public final class Light implements Callable<Integer> {

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ArgGroup(multiplicity = "0..1") // explain and plan need none
    private @Nullable LightWish wish;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Length.class,
            description =
                    "How long the level or the emergency is held: such as 30s, 10m or 2h, at most 24h or 1d. Default: 2h.")
    private @Nullable Duration length;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "All poles of this group. Each answers for itself; one that has lost its clock refuses.")
    private @Nullable String group;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            description = "The site of the group. Default: that of the poles on the broker, if it is one.")
    private @Nullable String site;

    @Mixin
    private CommandOptions options = new CommandOptions();

    public Light(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        if (wish == null) {
            throw wrong("say what the light is to do: --level, --resume, --emergency or --end-emergency;"
                    + " or look at it with explain or plan");
        }
        if (length != null && !wish.lasts()) {
            throw wrong("--for goes with --level and --emergency only");
        }
        if (group != null && options.namesPole()) {
            throw wrong("--group and --pole exclude each other");
        }
        if (site != null && group == null) {
            throw wrong("--site goes with --group; a pole is named with --pole SITE/POLE");
        }
        ObjectNode body = wish.toBody(length, this::wrong);
        PlatformKey key = options.key();
        try {
            return group == null ? options.send(body, key, time) : toGroup(name("--group", group), body, key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** Nobody knows how many poles are in a group, so all the time is waited. No nonce fits them all, so none is sent. */
    private int toGroup(String name, ObjectNode body, PlatformKey key) throws InterruptedException {
        String where = site == null ? onlySite() : name("--site", site);
        try (Commands commands = Commands.open(options.brokers(), Topics.allReplies(where), key, time, errors())) {
            String id = commands.send(new Topics(where, name).groupCommand(name), null, body);
            Set<String> answered = new TreeSet<>();
            boolean allDone = true;
            Instant end = commands.now().plus(options.patience());
            Optional<Answer> next = commands.answer(id, end);
            while (next.isPresent()) {
                if (next.get().last() && answered.add(next.get().from())) {
                    say(next.get().from() + "  " + next.get().words());
                    allDone &= next.get().done();
                }
                next = commands.answer(id, end);
            }
            if (answered.isEmpty()) {
                throw new UserError("no pole of group " + name + " of " + where + " answered within "
                        + options.patience().toSeconds()
                        + " s: is a pole in it, does it trust this key, and is this the right broker?");
            }
            say(answered.size() + (answered.size() == 1 ? " pole" : " poles") + " answered within "
                    + options.patience().toSeconds() + " s");
            return allDone ? ExitCode.OK : ExitCode.NOT_OK;
        }
    }

    private String onlySite() throws InterruptedException {
        Set<String> sites = PoleStates.hear(options.brokers(), Optional.empty(), errors()).values().stream()
                .map(state -> state.topics().site())
                .collect(Collectors.toCollection(TreeSet::new));
        if (sites.size() != 1) {
            throw new UserError(
                    "the poles on " + options.brokers() + " do not tell the site of the group, name it with --site: "
                            + (sites.isEmpty() ? "no pole has ever said that it is there" : "they are of " + sites));
        }
        return sites.iterator().next();
    }

    private String name(String option, String text) {
        if (!Names.isName(text)) {
            throw wrong(option + " must be a name of letters, digits, '.', '_' and '-', but is '" + text + "'");
        }
        return text;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Plain.text(line));
        out.flush();
    }

    private PrintWriter errors() {
        return spec.commandLine().getErr();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
