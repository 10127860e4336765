package io.smartpole.tools.key;

import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.UserError;
import java.io.PrintWriter;
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
public final class KeyPublish implements Callable<Integer> {

    static final String WHAT_BECAME_OF_IT =
            "'pole health' says which revision is in force, see its check trust: a pole does not answer trust documents";

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
        PrintWriter out = spec.commandLine().getOut();
        out.println(published(trust.pole(), trust.set()));
        out.println(WHAT_BECAME_OF_IT);
        return ExitCode.OK;
    }

    static String published(Topics pole, TrustDocument set) {
        return "revision " + set.revision() + " for " + PoleStates.name(pole) + " is published";
    }

    static void publish(BrokerLink link, Topics pole, byte[] document) {
        if (!link.deliver(pole.trust(), document)) {
            throw new UserError("no broker has said that it has the trust document for " + PoleStates.name(pole)
                    + ": the connection broke, or is refused that topic; try again");
        }
    }
}
