package io.smartpole.tools;

import io.smartpole.formats.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole key publish}: sends a trust document that was made elsewhere. */
@Command(
        name = "publish",
        description = "Publishes a trust document that 'pole key trust --out' has written, perhaps on another machine.",
        footer = {"", "Example:", "  pole key publish trust-3.cose --broker ssl://mqtt.example.org:8883"})
final class KeyPublish implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The signed trust document.")
    private Path file = Path.of("");

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Override
    public Integer call() {
        SignedTrust trust = SignedTrust.read(file);
        try (BrokerLink link = BrokerLink.connect(
                broker.brokers(data), null, List.of(), spec.commandLine().getErr())) {
            publish(link, trust.pole(), trust.bytes());
        }
        spec.commandLine()
                .getOut()
                .println("revision " + trust.set().revision() + " for "
                        + trust.pole().site() + "/" + trust.pole().pole() + " is published");
        return Pole.OK;
    }

    static void publish(BrokerLink link, Topics pole, byte[] document) {
        if (!link.publish(pole.trust(), document, true, BrokerLink.ALL)) {
            throw new UserError("the trust document could not be sent: the connection broke");
        }
    }
}
