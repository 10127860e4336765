package io.smartpole.tools;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pole receive}: a small platform. Verifies, stores durably, acknowledges, receipts; in this order. */
@Command(
        name = "receive",
        description = {
            "Receives evidence as a platform: verifies each batch, stores it durably, then acknowledges and"
                    + " receipts it.",
            "What was not stored is not acknowledged: the broker sends it again, also after a crash."
        },
        footer = {
            "",
            "Examples:",
            "  pole receive --out archive",
            "  pole receive --out archive --broker ssl://mqtt.example.org:8883 --key p-1.pem --sign-key platform.pem"
        })
final class Receive implements Callable<Integer> {

    /** Messages that share one fsync. */
    private static final int GROUP = 64;

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where to store: one file per day (UTC).")
    private Path out = Path.of("");

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = "Private key that signs receipts; poles must trust it with role receipt. Default: that of the"
                    + " demo in the data folder, else no receipts are sent.")
    private @Nullable Path signKey;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            defaultValue = "smartpole-receiver",
            description = "Names the session at the broker, which keeps messages while this command does not run."
                    + " Default: ${DEFAULT-VALUE}.")
    private String clientId = "";

    Receive(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        EvidenceReceiver evidence = new EvidenceReceiver(keys.registered());
        PlatformKey key = platformKey();
        if (key == null) {
            err.println("pole: no receipts are sent, so the poles keep everything: give --sign-key");
        }
        try (Archive archive = Archive.open(out)) {
            archive.resume(evidence);
            try (BrokerLink link = BrokerLink.connect(broker.uri(), clientId, Topics.allEvidence(), err)) {
                spec.commandLine().getOut().println("receiving into " + out + " until Ctrl-C");
                spec.commandLine().getOut().flush();
                Reception reception = new Reception(evidence, archive, key, time, err);
                while (true) {
                    reception.receive(link.take(GROUP), link);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Pole.OK;
        } catch (IOException e) {
            throw new UserError(
                    "cannot store in " + out + " (" + Problems.of(e)
                            + "): what was not stored was not acknowledged either and comes again",
                    e);
        }
    }

    private @Nullable PlatformKey platformKey() {
        Path file = signKey == null ? keys.data().platformKey() : signKey;
        if (signKey == null && !Files.exists(file)) {
            return null;
        }
        try {
            return PlatformKey.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UserError("cannot read the key " + file + " (" + Problems.of(e) + ")", e);
        } catch (FormatException e) {
            throw new UserError(file + " cannot sign: " + e.getMessage(), e);
        }
    }
}
