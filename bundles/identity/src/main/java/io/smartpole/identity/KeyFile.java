package io.smartpole.identity;

import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private key on disk: PKCS#8 (RFC 5958) as PEM (RFC 7468), readable by its owner only. */
final class KeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    private KeyFile() {}

    /**
     * Reads the key, or makes one where there is none. A file that holds no usable key is moved aside, never overwritten.
     *
     * @param kind the kind of key that the file must hold
     * @param maker makes a new key
     * @throws IOException if the file cannot be read, since the key in it may be good; or if a new key cannot be made
     *     durable
     */
    static <K extends AsymmetricKeyParameter> K loadOrCreate(Path file, Class<K> kind, Supplier<K> maker)
            throws IOException {
        Optional<K> read = load(file, kind);
        if (read.isPresent()) {
            return read.get();
        }
        K key = maker.get();
        DataFolder.replace(file, privatePem(key));
        LOG.info("made a new key in {}", file);
        return key;
    }

    /**
     * Reads the key. A file that holds no usable key is moved aside.
     *
     * @return empty if there is none
     * @throws IOException if the file cannot be read, since the key in it may be good
     */
    static <K extends AsymmetricKeyParameter> Optional<K> load(Path file, Class<K> kind) throws IOException {
        byte[] content = read(file);
        if (content == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    kind.cast(PrivateKeyFactory.createKey(readPem(new String(content, StandardCharsets.ISO_8859_1)))));
        } catch (IOException | RuntimeException e) { // Bouncy Castle has both for what it cannot parse
            LOG.error(
                    "{} holds no usable key ({}). It was moved to {} and a new key is made: if it was in use, register"
                            + " the new public key with the platform",
                    file,
                    e.getMessage(),
                    moveAside(file));
            return Optional.empty();
        }
    }

    static byte[] privatePem(AsymmetricKeyParameter key) throws IOException {
        return pem(
                "PRIVATE KEY", PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded());
    }

    /** @return null only if there is no such file */
    private static byte @Nullable [] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** What was moved aside before stays, too. */
    private static Path moveAside(Path file) throws IOException {
        for (int number = 1; ; number++) {
            String end = number == 1 ? ".unreadable" : ".unreadable-" + number;
            try {
                return Files.move(file, file.resolveSibling(file.getFileName() + end));
            } catch (FileAlreadyExistsException e) {
                // the next number
            }
        }
    }

    static byte[] pem(String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] readPem(String text) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject object = reader.readPemObject();
            if (object == null) {
                throw new IOException("it is not PEM");
            }
            return object.getContent();
        } catch (DecoderException e) {
            throw new IOException("what it holds is not Base64", e);
        }
    }
}
