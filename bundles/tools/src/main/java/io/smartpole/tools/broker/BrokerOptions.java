package io.smartpole.tools.broker;

import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which brokers, whom to trust there, and what to show them: options that several commands share. */
public final class BrokerOptions {

    @Option(
            names = "--broker",
            paramLabel = "URI",
            split = ",",
            description =
                    "MQTT broker, such as ssl://mqtt.example.org:8883. Repeat it, or separate by commas, for all that"
                            + " the poles use: all are listened to and told. Default: $SMARTPOLE_BROKER, or that of the demo in"
                            + " the data folder, or tcp://127.0.0.1:1883.")
    private List<String> uris = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "PEM certificates of the authorities that vouch for the brokers (ssl, wss). Default: those that"
                            + " Java trusts.")
    private @Nullable Path trust;

    @ArgGroup(exclusive = false)
    private @Nullable Own own;

    static final class Own {

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                required = true,
                description = "PEM certificate that is shown to brokers that ask for one, with those of its issuers.")
        private Path certificate = Path.of("");

        @Option(
                names = "--certificate-key",
                paramLabel = "FILE",
                required = true,
                description = "PEM private key of that certificate (PKCS#8, without passphrase).")
        private Path key = Path.of("");
    }

    /**
     * @param data where the demo's broker is found
     * @throws UserError if a broker is not written as one, or a file cannot be used
     */
    public Brokers brokers(DataOptions data) {
        List<String> all = Brokers.uris(uris, System.getenv("SMARTPOLE_BROKER"), data::demoBroker);
        if (trust == null && own == null) {
            return new Brokers(all, null);
        }
        if (all.stream().noneMatch(Brokers::tls)) {
            throw new UserError("--trust and --certificate are for brokers at ssl:// and wss://, but " + all
                    + " is reached without TLS: leave them out, or name another --broker");
        }
        return new Brokers(
                all, own == null ? TlsFiles.factory(trust) : TlsFiles.factory(trust, own.certificate, own.key));
    }
}
