package io.smartpole.tools.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole key list}: which keys a trust document names. */
@Command(
        name = "list",
        description = "Lists the keys that a trust document names, and what each may do.",
        footer = {
            "",
            "Exit codes: 0 listed; 1 not signed by the key given with --key; 2 no trust document.",
            "",
            "Examples:",
            "  pole key list",
            "  pole key list trust-2.cose --key root.pub.pem"
        })
public final class KeyList implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A signed trust document. Default: that of the gateway in the data folder.")
    private @Nullable Path file;

    @Option(
            names = "--key",
            paramLabel = "FILE|HEX",
            description = "Public key that must have signed it, such as the city's root key. Default: not checked.")
    private @Nullable String key;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Mixin
    private DataOptions data = new DataOptions();

    @Override
    public Integer call() {
        Path read = file == null ? data.trustDocument() : file;
        SignedTrust trust = SignedTrust.read(read);
        if (key != null) {
            try {
                trust.document().verify(PublicKeys.read(key));
            } catch (FormatException e) {
                spec.commandLine().getErr().println("! not signed by that key: " + Plain.text("" + e.getMessage()));
                return ExitCode.NOT_OK;
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = trust.set().toJson();
            node.put("pole", PoleStates.name(trust.pole()));
            node.put("signedBy", trust.document().key().hex());
            out.println(node);
        } else {
            table(read, trust).lines().forEach(out::println);
        }
        return ExitCode.OK;
    }

    private Table table(Path read, SignedTrust trust) {
        Table table = new Table()
                .row("file", read.toString())
                .row("pole", PoleStates.name(trust.pole()))
                .row("revision", Long.toString(trust.set().revision()))
                .row(
                        "signed by",
                        trust.document().key().hex() + (key == null ? " (not checked: give --key)" : ", checked"))
                .row("issued", trust.document().issued().toString())
                .row("expires", trust.document().expires().toString())
                .row("")
                .row("name", "roles", "key id");
        for (TrustedKey trusted : trust.set().keys()) {
            table.row(
                    trusted.name(),
                    trusted.roles().stream().sorted().map(Role::label).collect(Collectors.joining(",")),
                    trusted.id().hex());
        }
        return table;
    }
}
