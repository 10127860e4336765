package io.smartpole.tools.receive;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Names;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.command.SignOptions;
import io.smartpole.tools.key.KeyFolder;
import io.smartpole.tools.key.KeyOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.Size;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pole receive}: a small platform. Verifies, stores durably, acknowledges, receipts; in this order. */
@Command(
        name = "receive",
        description = {
            "Receives evidence as a platform: verifies each batch, stores it durably, then acknowledges and"
                    + " receipts it.",
            "What was not stored is not acknowledged: the broker sends it again, also after a crash.",
            "Each minute in which something came it says how much, and at the end how much in all."
        },
        footer = {
            "",
            "Several of one --group share the work. Each stores in a folder of its own below --out; 'pole chains' over all"
                    + " of them tells whether every pole's chain is whole.",
            "",
            "Examples:",
            "  pole receive --out archive",
            "  pole receive --out archive --group platform    start it twice for two",
            "  pole receive --out archive --kafka localhost:9092",
            "  pole receive --out archive --broker ssl://mqtt.example.org:8883 --key p-1.pem --sign-key platform.pem"
        })
public final class Receive implements Callable<Integer> {

    /** Messages that share one fsync. */
    private static final int TOGETHER = 64;

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where to store: files of JSON lines, a new one each day (UTC).")
    private Path out = Path.of("");

    @Option(
            names = "--rotate",
            paramLabel = "SIZE",
            defaultValue = "64MB",
            converter = Size.class,
            description = "A new file also when one has reached this size. Default: ${DEFAULT-VALUE}.")
    private long rotate;

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = "Private key that signs receipts; poles must trust it with role receipt. Default: that of the"
                    + " demo in the data folder, else no receipts are sent.")
    private @Nullable Path signKey;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Share the work with all others of this group: the broker gives each batch to one of them, as"
                    + " mosquitto 2 does.")
    private @Nullable String group;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description =
                    "Names the session at the broker, which keeps messages while this command does not run, and in a"
                            + " group its folder below --out. Default: " + Seat.ALONE
                            + ", in a group the first that is free on this"
                            + " machine; on several machines name them.")
    private @Nullable String clientId;

    public Receive(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        // Named by the keys before; here all receivers of a group find them, also after a restart.
        KeyFolder named = new KeyFolder(out.resolve("keys"));
        Function<KeyId, Optional<byte[]>> registered = keys.registered();
        EvidenceReceiver evidence = new EvidenceReceiver(
                id -> registered.apply(id).or(() -> named.apply(id)), next -> named.add(next.publicKey()));
        PlatformKey key = platformKey();
        if (key == null) {
            err.println("pole: no receipts are sent, so the poles keep everything: give --sign-key");
        }
        try (Seat seat = seat();
                KafkaTopic topic = kafka.open()) {
            seat.archive().resume(evidence);
            List<Store> stores = topic == null ? List.of(seat.archive()) : List.of(topic, seat.archive());
            try (BrokerLink link =
                    BrokerLink.connect(broker.brokers(keys.data()), seat.clientId(), List.of(seat.filter()), err)) {
                PrintWriter writer = spec.commandLine().getOut();
                writer.println("receiving into " + seat.archive().folder() + " until Ctrl-C");
                writer.flush();
                Reception reception = new Reception(evidence, stores, group != null, key, time, err);
                try (Tally tally = new Tally(reception::counts, writer, time.now())) {
                    while (true) {
                        reception.receive(link.take(TOGETHER, tally.patience(time.now())), link::publish);
                        tally.look(time.now());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UserError(
                    "cannot store in " + out + " (" + Problems.of(e)
                            + "): what was not stored was not acknowledged either and comes again",
                    e);
        }
    }

    private Seat seat() throws IOException {
        if (group == null) {
            return Seat.alone(out, rotate, clientId);
        }
        if (!Names.isName(group)) {
            throw new ParameterException(
                    spec.commandLine(), "--group must be letters, digits and . _ - only, but is '" + group + "'");
        }
        return Seat.inGroup(group, out, rotate, clientId);
    }

    private @Nullable PlatformKey platformKey() {
        Path file = signKey == null ? keys.data().platformKey() : signKey;
        return signKey == null && !Files.exists(file) ? null : SignOptions.read(file);
    }
}
