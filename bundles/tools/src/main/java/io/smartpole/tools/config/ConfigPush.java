package io.smartpole.tools.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.ConfigurationDocument;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.command.CommandOptions;
import io.smartpole.tools.command.SignOptions;
import io.smartpole.tools.terminal.Length;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole config push}: sends a configuration, and waits until it is known what became of it. */
@Command(
        name = "push",
        description = {
            "Signs a configuration for each pole, publishes it, and tells what became of it. All or nothing is applied at"
                    + " a pole. The brokers keep it: a pole that is away takes it when it comes back.",
            "A pole that does not do well with it during its probation goes back to the one before, by itself."
        },
        footer = {
            "",
            "FILE holds PID to key to value; null resets to the default, and what is not named stays as it is:",
            "  {\"smartpole.uplink\": {\"acknowledge.timeout\": 30}, \"smartpole.lighting\": {\"default.level\": null}}",
            "",
            "Exit codes: 0 applied everywhere; 1 rejected or rolled back somewhere; 2 wrong use, no connection, or a pole"
                    + " that said nothing within --wait.",
            "",
            "Examples:",
            "  pole config push dimming.json",
            "  pole config push dimming.json --pole dormagen/p-1 --pole dormagen/p-2 --probation 900",
            "  pole config push dimming.json --all --not-before 2026-11-21T22:00:00Z --no-wait"
        })
public final class ConfigPush implements Callable<Integer> {

    /** So long the brokers offer it to a pole that is away. */
    private static final Duration VALID = Duration.ofDays(365);

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "JSON: PID to key to value.")
    private Path file = Path.of("");

    @Option(
            names = "--pole",
            paramLabel = "SITE/POLE",
            description = "Which pole; repeat it for several. Default: the only one on the broker.")
    private List<String> poles = new ArrayList<>();

    @Option(names = "--all", description = "All poles that have ever been on the broker.")
    private boolean all;

    @Option(
            names = "--revision",
            paramLabel = "N",
            description =
                    "Its number; must be above those before. Default: for each pole, the one that it has reported,"
                            + " and one.")
    private @Nullable Long revision;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "When it is to take effect, such as 2026-11-21T22:00:00Z. Default: at once.")
    private @Nullable String notBefore;

    @Option(
            names = "--probation",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description =
                    "How long a pole must work with it before it counts, 0 to 86400, in time with power. Default: 300.")
    private long probation;

    @Option(names = "--overrule", description = "Also replaces what people at the pole have changed since.")
    private boolean overrule;

    @Option(
            names = "--no-wait",
            description = "End as soon as each pole has said that it has it, without waiting for what becomes of it.")
    private boolean noWait;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Length.class,
            description = "How long to wait for the first word of each pole. Default: 10s.")
    private Duration wait = Duration.ofSeconds(10);

    @Mixin
    private SignOptions signing = new SignOptions();

    public ConfigPush(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        ObjectNode values = ConfigValues.read(file);
        Instant from = notBefore == null ? null : instant(notBefore);
        PlatformKey key = signing.platformKey();
        Brokers brokers = signing.brokers();
        try (BrokerLink link =
                BrokerLink.connect(brokers, null, filters(), spec.commandLine().getErr())) {
            List<Delivery> retained = link.retained(Integer.MAX_VALUE);
            PushWatch watch = new PushWatch(noWait);
            for (Topics topics : targets(retained, brokers)) {
                long number = revision == null ? reported(retained, topics) + 1 : revision;
                publish(link, topics, document(topics, number, values, from, key));
                watch.sent(PoleStates.name(topics), number);
                say(PoleStates.name(topics) + "  revision " + number + " sent");
            }
            return await(link, watch, retained);
        }
    }

    private void check() {
        if (all && !poles.isEmpty()) {
            throw wrong("--all and --pole exclude each other");
        }
        if (revision != null && revision < 1) {
            throw wrong("--revision must be 1 or more, but is " + revision);
        }
        long longest = DesiredConfiguration.LONGEST_PROBATION.toSeconds();
        if (probation < 0 || probation > longest) {
            throw wrong("--probation must be 0 to " + longest + " seconds, but is " + probation);
        }
    }

    private Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("--not-before must be a time such as 2026-11-21T22:00:00Z, but is '" + text + "'");
        }
    }

    private List<String> filters() {
        if (poles.isEmpty()) {
            return List.of(Topics.allStates(), Topics.allConfigReported());
        }
        return named().flatMap(topics -> Stream.of(topics.state(), topics.configReported()))
                .toList();
    }

    private Stream<Topics> named() {
        return poles.stream().map(pole -> CommandOptions.topics(pole, spec)).distinct();
    }

    private List<Topics> targets(List<Delivery> retained, Brokers brokers) {
        Map<String, PoleStates.State> states = PoleStates.of(retained);
        if (!poles.isEmpty()) {
            for (Topics topics : named().toList()) {
                if (!states.containsKey(PoleStates.name(topics))) {
                    throw new UserError("pole " + PoleStates.name(topics) + " has never said on " + brokers
                            + " that it is there; nothing was sent. Is this the right broker?");
                }
            }
            return named().toList();
        }
        if (!all || states.isEmpty()) {
            return List.of(PoleStates.only(states, null, brokers).topics());
        }
        return states.values().stream().map(PoleStates.State::topics).toList();
    }

    /** @return the highest revision that any broker knows of; 0 if none */
    private static long reported(List<Delivery> retained, Topics topics) {
        return retained.stream()
                .filter(delivery -> delivery.topic().equals(topics.configReported()))
                .flatMap(delivery -> ConfigReported.read(delivery.bytes()).stream())
                .mapToLong(ConfigReported::revision)
                .max()
                .orElse(0);
    }

    private byte[] document(Topics topics, long number, ObjectNode values, @Nullable Instant from, PlatformKey key) {
        ObjectNode body =
                new ConfigurationDocument(number, values, from, Duration.ofSeconds(probation), overrule).toJson();
        Instant now = time.now().instant();
        byte[] document = DownlinkDocument.sign(
                DownlinkDocument.Type.CONFIG,
                topics.configDesired(),
                UUID.randomUUID().toString(),
                now,
                (from == null || from.isBefore(now) ? now : from).plus(VALID),
                null,
                body,
                key.id(),
                key::sign);
        if (document.length > DownlinkDocument.LARGEST) {
            throw new UserError(file + " is too large: signed it has " + document.length
                    + " bytes, and poles read at most " + DownlinkDocument.LARGEST);
        }
        return document;
    }

    private static void publish(BrokerLink link, Topics topics, byte[] document) {
        if (!link.publish(topics.configDesired(), document, true, BrokerLink.ALL)) {
            throw new UserError(
                    "the configuration could not be sent to " + PoleStates.name(topics) + ": the connection broke");
        }
    }

    private int await(BrokerLink link, PushWatch watch, List<Delivery> retained) throws InterruptedException {
        Instant firstWords = time.now().instant().plus(wait);
        while (watch.waiting()) {
            Duration left = Duration.between(time.now().instant(), firstWords);
            boolean known = !watch.silent().isEmpty();
            Optional<Delivery> next = link.poll(known ? left : Duration.ofDays(1));
            if (next.isEmpty() && known) {
                Map<String, PoleStates.State> states = PoleStates.of(retained);
                for (String pole : watch.giveUpSilent()) {
                    PoleStates.State state = states.get(pole);
                    say(pole + "  said nothing within " + wait.toSeconds() + " s: " + why(state));
                }
            }
            next.map(watch::heard).orElse(List.of()).forEach(this::say);
        }
        return watch.code();
    }

    private static String why(PoleStates.@Nullable State state) {
        if (state != null && !state.online()) {
            return "it is " + state.status() + ". The broker keeps the configuration for it";
        }
        return "it may be on another broker, not trust this key, or have had a higher revision already; its evidence"
                + " remote/document says which (pole tail)";
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Plain.text(line));
        out.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
