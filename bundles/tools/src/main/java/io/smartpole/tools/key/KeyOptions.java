package io.smartpole.tools.key;

import io.smartpole.core.keys.KeyId;
import io.smartpole.tools.terminal.DataOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose evidence is believed: options that several commands share. */
public final class KeyOptions {

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--key",
            paramLabel = "FILE|DIR|HEX",
            description =
                    "Public key of a pole, as PEM file or SubjectPublicKeyInfo in hexadecimal, or a folder of such"
                            + " files (*.pem), to which some may be added at any time. Repeat it for more poles. Default: that of"
                            + " the gateway in the data folder.")
    private List<String> keys = new ArrayList<>();

    /** @return finds the registered public key of an id */
    public Function<KeyId, Optional<byte[]>> registered() {
        Map<KeyId, byte[]> registered = new HashMap<>();
        List<KeyFolder> folders = new ArrayList<>();
        for (String key : keys.isEmpty() ? data.evidenceKeys() : keys) {
            if (Files.isDirectory(Path.of(key))) {
                folders.add(new KeyFolder(Path.of(key)));
            } else {
                byte[] publicKey = PublicKeys.read(key);
                registered.put(KeyId.ofKey(publicKey), publicKey);
            }
        }
        return id -> Optional.ofNullable(registered.get(id))
                .or(() -> folders.stream()
                        .flatMap(folder -> folder.apply(id).stream())
                        .findFirst());
    }

    public DataOptions data() {
        return data;
    }
}
