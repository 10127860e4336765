package io.smartpole.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.pole.Names;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.Commands.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
final class Light implements Callable<Integer> {

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
                    "How long the level or the emergency is held: such as 30s, 10m or 2h, at most 24h. Default: 2h.")
    private @Nullable Duration length;

    @Option(
            names = "--pole",
            paramLabel = "SITE/POLE",
            description = "Which pole. Default: the only one on the broker.")
    private @Nullable String pole;

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

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Length.class,
            description = "How long to wait for answers; for those of a group this is always waited. Default: 10s.")
    private Duration wait = Duration.ofSeconds(10);

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = "Private key that signs the command; the pole must trust it with role lighting. Default: that"
                    + " of the demo in the data folder.")
    private @Nullable Path signKey;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    Light(TimeSource time) {
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
        if (group != null && pole != null) {
            throw wrong("--group and --pole exclude each other");
        }
        if (site != null && group == null) {
            throw wrong("--site goes with --group; a pole is named with --pole SITE/POLE");
        }
        ObjectNode body = wish.toBody(length, this::wrong);
        PlatformKey key = key();
        try {
            return group == null ? toPole(body, key) : toGroup(name("--group", group), body, key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Pole.FAILED;
        }
    }

    private int toPole(ObjectNode body, PlatformKey key) throws InterruptedException {
        PoleStates.State state = state();
        try (Commands commands = Commands.open(broker.uri(), state.topics().commandReply(), key, time, errors())) {
            String id = commands.send(state.topics().command(), state.nonce(), body);
            Answer answer = commands.answer(id, commands.now().plus(wait))
                    .orElseThrow(() -> new UserError("the pole did not answer within " + wait.toSeconds()
                            + " s. If it comes back within " + Commands.VALID.toMinutes() + " min it still obeys"));
            say(answer.words());
            return answer.done() ? Pole.OK : Pole.NOT_VERIFIED;
        }
    }

    /** Nobody knows how many poles are in a group, so all the time is waited. No nonce fits them all, so none is sent. */
    private int toGroup(String name, ObjectNode body, PlatformKey key) throws InterruptedException {
        String where = site == null ? onlySite() : name("--site", site);
        try (Commands commands = Commands.open(broker.uri(), Topics.allReplies(where), key, time, errors())) {
            String id = commands.send(new Topics(where, name).groupCommand(name), null, body);
            Set<String> answered = new TreeSet<>();
            boolean allDone = true;
            Instant end = commands.now().plus(wait);
            Optional<Answer> next = commands.answer(id, end);
            while (next.isPresent()) {
                if (answered.add(next.get().from())) {
                    say(next.get().from() + "  " + next.get().words());
                    allDone &= next.get().done();
                }
                next = commands.answer(id, end);
            }
            if (answered.isEmpty()) {
                throw new UserError("no pole of group " + name + " of " + where + " answered within " + wait.toSeconds()
                        + " s: is a pole in it, and is this the right broker?");
            }
            say(answered.size() + (answered.size() == 1 ? " pole" : " poles") + " answered within " + wait.toSeconds()
                    + " s");
            return allDone ? Pole.OK : Pole.NOT_VERIFIED;
        }
    }

    private PoleStates.State state() throws InterruptedException {
        Optional<Topics> wanted = Optional.ofNullable(pole)
                .map(text -> Topics.ofPole(text)
                        .orElseThrow(
                                () -> wrong("--pole must be SITE/POLE, such as dormagen/p-1, but is '" + text + "'")));
        Map<String, PoleStates.State> states = PoleStates.hear(broker.uri(), wanted, errors());
        if (states.size() == 1) {
            return states.values().iterator().next();
        }
        if (states.isEmpty()) {
            throw new UserError((pole == null ? "no pole has ever said on " : "pole " + pole + " has never said on ")
                    + broker.uri() + " that it is there; is this the right broker?");
        }
        throw new UserError(
                "there are several poles on " + broker.uri() + ", choose one with --pole: " + states.keySet());
    }

    private String onlySite() throws InterruptedException {
        Set<String> sites = PoleStates.hear(broker.uri(), Optional.empty(), errors()).values().stream()
                .map(state -> state.topics().site())
                .collect(Collectors.toCollection(TreeSet::new));
        if (sites.size() != 1) {
            throw new UserError(
                    "the poles on " + broker.uri() + " do not tell the site of the group, name it with --site: "
                            + (sites.isEmpty() ? "no pole has ever said that it is there" : "they are of " + sites));
        }
        return sites.iterator().next();
    }

    private PlatformKey key() {
        Path file = signKey == null ? data.platformKey() : signKey;
        try {
            return PlatformKey.fromPem(Files.readString(file));
        } catch (IOException | FormatException e) {
            throw new UserError(
                    "no key to sign with in " + file + " (" + e.getMessage() + "): name one with --sign-key", e);
        }
    }

    private String name(String option, String text) {
        if (!Names.isName(text)) {
            throw wrong(option + " must be a name of letters, digits, '.', '_' and '-', but is '" + text + "'");
        }
        return text;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Readings.plain(line));
        out.flush();
    }

    private PrintWriter errors() {
        return spec.commandLine().getErr();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
