package io.smartpole.identity;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pole's own keys that sign its evidence: Ed25519, made on the device and never leaving it. As an {@link EvidenceKey}
 * it is the current one. Those for TLS are {@link TlsKeys}.
 *
 * <pre>
 *   evidence.key              the current key; it being replaced is what makes the next one the current one
 *   evidence.pub.pem          its public half
 *   evidence.next.key         the prepared key, if there is one
 *   evidence-{key id}.pub.pem the public half of each key before
 * </pre>
 */
public final class PoleKeys implements EvidenceKey, EvidenceKeys {

    private static final Logger LOG = LoggerFactory.getLogger(PoleKeys.class);

    private final Path folder;
    private final Path keyFile;
    private final Path nextFile;
    private final Path publicFile;

    private volatile SigningKey current;
    private volatile @Nullable SigningKey prepared;
    private volatile List<byte[]> former;
    private volatile @Nullable Instant since;

    /** @throws IOException if the key is there and cannot be read, or cannot be made durable */
    public PoleKeys(BundleContext context) throws IOException {
        this(DataFolder.of(context::getProperty, "identity"));
    }

    PoleKeys(Path folder) throws IOException {
        this.folder = folder;
        keyFile = folder.resolve("evidence.key");
        nextFile = folder.resolve("evidence.next.key");
        publicFile = folder.resolve("evidence.pub.pem");
        current = new SigningKey(KeyFile.loadOrCreate(keyFile, Ed25519PrivateKeyParameters.class, SigningKey::random));
        publish();
        since = dateOf(publicFile);
        former = readFormer();
        try {
            prepared = readPrepared();
        } catch (IOException e) {
            LOG.warn("the key that was to sign evidence next cannot be read: {}", e.toString());
        }
    }

    private void publish() throws IOException {
        byte[] pem = current.publicPem();
        if (!Files.exists(publicFile) || !Arrays.equals(Files.readAllBytes(publicFile), pem)) {
            DataFolder.replace(publicFile, pem);
        }
    }

    private List<byte[]> readFormer() throws IOException {
        List<byte[]> keys = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "evidence-*.pub.pem")) {
            for (Path file : files) {
                byte[] key = readPublic(file);
                if (key != null && !KeyId.ofKey(key).equals(current.id())) {
                    keys.add(key);
                }
            }
        }
        return List.copyOf(keys);
    }

    private static byte @Nullable [] readPublic(Path file) {
        try {
            return KeyFile.readPem(Files.readString(file));
        } catch (IOException e) {
            LOG.warn("{} is not the public key that it was: {}", file, e.toString());
            return null;
        }
    }

    private @Nullable SigningKey readPrepared() throws IOException {
        Optional<Ed25519PrivateKeyParameters> read = KeyFile.load(nextFile, Ed25519PrivateKeyParameters.class);
        if (read.isEmpty()) {
            return null;
        }
        SigningKey next = new SigningKey(read.get());
        if (next.id().equals(current.id())) {
            Files.delete(nextFile); // the power went just after it had become the current one
            return null;
        }
        return next;
    }

    @Override
    public EvidenceKey current() {
        return current;
    }

    @Override
    public Optional<EvidenceKey> prepared() {
        return Optional.ofNullable(prepared);
    }

    @Override
    public synchronized EvidenceKey prepare() throws IOException {
        SigningKey next = prepared;
        if (next == null) {
            next = readPrepared();
        }
        if (next == null) {
            next = new SigningKey(
                    KeyFile.loadOrCreate(nextFile, Ed25519PrivateKeyParameters.class, SigningKey::random));
        }
        prepared = next;
        return next;
    }

    @Override
    public synchronized void handOver() throws IOException {
        SigningKey next = prepared;
        if (next == null) {
            throw new IllegalStateException("no key is prepared to sign evidence next");
        }
        SigningKey old = current;
        DataFolder.replace(folder.resolve("evidence-" + old.id().hex() + ".pub.pem"), old.publicPem());
        DataFolder.replace(keyFile, next.privatePem());
        List<byte[]> all = new ArrayList<>(former);
        all.add(old.publicKey());
        former = List.copyOf(all);
        current = next;
        prepared = null;
        LOG.info(
                "evidence is signed with the key {} now, no more with {}",
                next.id().hex(),
                old.id().hex());
        try {
            publish();
            since = dateOf(publicFile);
            Files.deleteIfExists(nextFile);
        } catch (IOException e) {
            LOG.warn("files beside {} are put right at the next start: {}", keyFile, e.toString());
        }
    }

    @Override
    public List<byte[]> former() {
        return former;
    }

    /** @return since when the current key signs, by the date of its file; empty if that cannot be known */
    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    private static @Nullable Instant dateOf(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant())
                    .filter(PoleKeys::isDate)
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** A machine without a clock dates its files from 1970 on. */
    private static boolean isDate(Instant instant) {
        return instant.isAfter(Instant.parse("2025-01-01T00:00:00Z"));
    }

    @Override
    public KeyId id() {
        return current.id();
    }

    @Override
    public byte[] publicKey() {
        return current.publicKey();
    }

    @Override
    public int algorithm() {
        return current.algorithm();
    }

    @Override
    public byte[] sign(byte[] message) {
        return current.sign(message);
    }
}
