package io.smartpole.tools.key;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A folder of public keys of poles, one PEM file each ({@code *.pem}). Files may come while it is in use: the folder is read
 * again when an unknown key is asked for.
 */
public final class KeyFolder implements Function<KeyId, Optional<byte[]>> {

    private static final String ENDING = ".pem";

    private final Path folder;
    private final Map<KeyId, byte[]> keys = new HashMap<>();
    private final Set<Path> read = new HashSet<>();

    /**
     * @param folder may be missing as long as it has no keys
     * @throws UserError if a file in it is no key
     */
    public KeyFolder(Path folder) {
        this.folder = folder;
        newFiles().forEach(this::read);
    }

    @Override
    public Optional<byte[]> apply(KeyId id) {
        if (!keys.containsKey(id)) {
            readNew();
        }
        return Optional.ofNullable(keys.get(id));
    }

    private void readNew() {
        for (Path file : newFiles()) {
            try {
                read(file);
            } catch (UserError e) {
                // Perhaps it is just being written: it is looked at again when the next unknown key is asked for.
            }
        }
    }

    private void read(Path file) {
        byte[] key = PublicKeys.read(file);
        keys.put(KeyId.ofKey(key), key);
        read.add(file);
    }

    private List<Path> newFiles() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING) && !read.contains(file))
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read the keys in " + folder + " (" + Problems.of(e) + ")", e);
        }
    }

    /**
     * Adds a key for good.
     *
     * @throws UserError if it may not be durable
     */
    public void add(byte[] publicKey) {
        Path file = folder.resolve(KeyId.ofKey(publicKey).hex() + ENDING);
        String pem = Pem.encode(Pem.PUBLIC_KEY, publicKey);
        try {
            if (!Files.exists(file)) {
                DataFolder.replace(file, pem.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            if (!Files.exists(file)) { // else another receiver just did the same
                throw new UserError("cannot store the pole's next key in " + file + " (" + Problems.of(e) + ")", e);
            }
        }
    }
}
