package io.smartpole.tools.key;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole key}: shows and makes keys. */
@Command(
        name = "key",
        description = "Shows and makes keys, and says which keys a pole trusts.",
        footer = {
            "",
            "Examples:",
            "  pole key show",
            "  pole key new platform.pem",
            "  pole key list",
            "  pole key trust --from trust.cose --add control-room=control-room.pem:lighting --out trust-2.cose"
        })
public final class Key implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.FAILED;
    }

    private static void print(byte[] publicKey, PrintWriter out) {
        out.print(Pem.encode(Pem.PUBLIC_KEY, publicKey));
        out.println("hex " + HexFormat.of().formatHex(publicKey));
        out.println("kid " + KeyId.ofKey(publicKey).hex());
        out.flush();
    }

    /** {@code pole key show}. */
    @Command(
            name = "show",
            description = "Prints a public key as PEM and in hexadecimal, and its key id.",
            footer = {"", "Examples:", "  pole key show", "  pole key show --data /var/lib/smartpole"})
    public static final class Show implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private DataOptions data = new DataOptions();

        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                description = "A key as PEM. Default: the pole's evidence key.")
        private @Nullable Path file;

        @Override
        public Integer call() {
            print(
                    PublicKeys.read(file == null ? data.evidenceKey() : file),
                    spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }

    /** {@code pole key new}. */
    @Command(
            name = "new",
            description = "Makes an Ed25519 key pair, readable by you only, and prints the public half.",
            footer = {"", "Example:", "  pole key new platform.pem"})
    public static final class New implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "Where the private key goes; must not exist yet.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            if (Files.exists(file)) {
                throw new UserError(file + " exists already and is left as it is: choose another name");
            }
            PlatformKey key = PlatformKey.generate();
            try {
                DataFolder.replace(file, key.toPem().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UserError("cannot write " + file + " (" + Problems.of(e) + ")", e);
            }
            print(key.publicKey(), spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }
}
