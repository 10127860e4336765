package io.smartpole.tools.command;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.broker.BrokerOptions;
import io.smartpole.tools.broker.Brokers;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who signs, and over which brokers it is sent: options that several commands share. */
public final class SignOptions {

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description =
                    "Private key that signs; the pole must trust it with the role for that: lighting for the light,"
                            + " config for most else, the root key for trust. Default: that of the demo in the data folder.")
    private @Nullable Path signKey;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    public Brokers brokers() {
        return broker.brokers(data);
    }

    DataOptions data() {
        return data;
    }

    /** @throws UserError if there is no key to sign with */
    public PlatformKey platformKey() {
        return key(data.platformKey());
    }

    /** @throws UserError if there is no key to sign with */
    public PlatformKey rootKey() {
        return key(data.rootKey());
    }

    private PlatformKey key(Path fallback) {
        return read(signKey == null ? fallback : signKey);
    }

    /** @throws UserError if that file holds no key to sign with */
    public static PlatformKey read(Path file) {
        try {
            return PlatformKey.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UserError(
                    "no key to sign with in " + file + " (" + Problems.of(e) + "): name one with --sign-key", e);
        } catch (FormatException e) {
            throw new UserError(
                    "no key to sign with in " + file + " (" + e.getMessage() + "): name one with --sign-key", e);
        }
    }
}
