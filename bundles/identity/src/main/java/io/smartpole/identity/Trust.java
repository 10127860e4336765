package io.smartpole.identity;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.PoleClaim;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the pole listens to: the city's offline root key, pinned once at claim, and the platform's keys, named by a
 * document that the root signed, or that a key of role identity signed which a root's document names. All is checked again
 * at every start; on disk it is public, not secret.
 *
 * <pre>
 *   root.pub.pem     the root key; written last at the claim, never changed
 *   trust.cose       the document in force
 *   trust-root.cose  the latest one by the root key, if trust.cose is by another key: it says who that may be
 * </pre>
 */
@Component(
        service = {TrustSet.class, PoleClaim.class, HealthCheck.class},
        property = HealthCheck.NAME + "=trust")
public final class Trust implements TrustSet, PoleClaim, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);
    private static final InForce NOTHING = new InForce(new TrustDocument(0, List.of()), new byte[0], false);

    private final Pole pole;
    private final Disk disk;
    private final Path rootFile;
    private final Path trustFile;
    private final Path byRootFile;
    private volatile @Nullable TrustedKey root;
    private volatile InForce inForce = NOTHING;
    private volatile @Nullable String problem;

    /**
     * @param bytes the signed document
     * @param byRoot whether the root key signed it
     */
    private record InForce(TrustDocument document, byte[] bytes, boolean byRoot) {

        Optional<TrustedKey> find(KeyId id) {
            return document.keys().stream().filter(key -> key.id().equals(id)).findFirst();
        }
    }

    /** See {@link DataFolder#replace}. */
    @FunctionalInterface
    interface Disk {
        void replace(Path file, byte[] content) throws IOException;
    }

    @Activate
    public Trust(@Reference Pole pole, BundleContext context) {
        this(pole, DataFolder.of(context::getProperty, "identity"), DataFolder::replace);
    }

    Trust(Pole pole, Path folder, Disk disk) {
        this.pole = pole;
        this.disk = disk;
        rootFile = folder.resolve("root.pub.pem");
        trustFile = folder.resolve("trust.cose");
        byRootFile = folder.resolve("trust-root.cose");
        if (claimed()) {
            load();
        }
    }

    private void load() {
        try {
            TrustedKey pinned = rootKey(KeyFile.readPem(Files.readString(rootFile)));
            root = pinned;
            byte[] bytes = Files.readAllBytes(trustFile);
            DownlinkDocument signed = DownlinkDocument.decode(bytes);
            if (signed.key().equals(pinned.id())) {
                inForce = new InForce(read(signed, pinned, pinned.id()), bytes, true);
                return;
            }
            byte[] byRoot = Files.readAllBytes(byRootFile);
            InForce says = new InForce(read(DownlinkDocument.decode(byRoot), pinned, pinned.id()), byRoot, true);
            TrustDocument document = read(signed, signer(says, signed.key()), pinned.id());
            TrustRules.checkIdentityKeys(says.document(), document);
            inForce = new InForce(document, bytes, false);
        } catch (IOException | FormatException e) {
            problem = "the trust set cannot be used: " + e.getMessage();
            LOG.error("{}; nothing from outside is admitted until the root key signs a new one", problem);
        }
    }

    private static TrustedKey rootKey(byte[] publicKey) {
        return new TrustedKey(KeyId.ofKey(publicKey), publicKey, "the city's root key", Set.of(Role.ROOT));
    }

    /** @throws FormatException if that key may not sign what comes after this document */
    private static TrustedKey signer(InForce before, KeyId id) throws FormatException {
        return before.find(id)
                .filter(key -> key.roles().contains(Role.IDENTITY))
                .orElseThrow(() -> new FormatException(
                        "it is signed by " + id.hex() + ", which is neither the root key nor a key of role identity"));
    }

    private static TrustDocument read(DownlinkDocument signed, TrustedKey signer, KeyId root) throws FormatException {
        if (signed.type() != DownlinkDocument.Type.TRUST) {
            throw new FormatException("it is a document of type " + signed.type());
        }
        if (!signed.key().equals(signer.id())) {
            throw new FormatException("it is signed by " + signed.key().hex() + " and not by " + signer.name());
        }
        signed.verify(signer.publicKey());
        return TrustRules.checked(TrustDocument.fromJson(signed.body()), root);
    }

    @Override
    public Optional<TrustedKey> find(KeyId id) {
        TrustedKey pinned = root;
        return pinned != null && pinned.id().equals(id) ? Optional.of(pinned) : inForce.find(id);
    }

    @Override
    public long revision() {
        return inForce.document().revision();
    }

    @Override
    public boolean claimed() {
        return Files.exists(rootFile);
    }

    @Override
    public synchronized void claim(byte[] rootPublicKey, byte[] trustDocument) {
        if (claimed()) {
            throw new IllegalStateException("this pole is claimed already; its root key in " + rootFile + " stays");
        }
        try {
            TrustedKey pinned = rootKey(rootPublicKey);
            TrustDocument accepted = read(forThisPole(trustDocument), pinned, pinned.id());
            // The root key comes last: a pole that lost power in between is still unclaimed.
            disk.replace(trustFile, trustDocument);
            disk.replace(rootFile, KeyFile.pem("PUBLIC KEY", rootPublicKey));
            root = pinned;
            inForce = new InForce(accepted, trustDocument.clone(), true);
            LOG.info(
                    "this pole now obeys the city whose root key is {}: trust set revision {}, trusted keys: {}",
                    pinned.id().hex(),
                    accepted.revision(),
                    accepted.keys().size());
        } catch (FormatException e) {
            throw new IllegalArgumentException("the trust document is refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the claim cannot be stored", e);
        }
    }

    @Override
    public synchronized Update replace(byte[] document) {
        InForce before = inForce;
        if (Arrays.equals(before.bytes(), document)) {
            return new Update(Outcome.KNOWN, "trust set revision " + revision() + " is in force already");
        }
        TrustedKey pinned = root;
        if (pinned == null) {
            return new Update(Outcome.REFUSED, "this pole has no root key to check it with: it is not claimed");
        }
        try {
            DownlinkDocument signed = forThisPole(document);
            boolean byRoot = signed.key().equals(pinned.id());
            TrustDocument after = read(signed, byRoot ? pinned : signer(before, signed.key()), pinned.id());
            if (after.revision() <= revision()) {
                return new Update(
                        Outcome.OLD,
                        "it is revision " + after.revision() + ", but revision " + revision() + " is in force");
            }
            if (!byRoot) {
                TrustRules.checkIdentityKeys(before.document(), after);
                TrustRules.checkLeap(before.document(), after);
            }
            store(before, new InForce(after, document.clone(), byRoot));
            String message = "trust set revision %d replaces %d: %s"
                    .formatted(
                            after.revision(),
                            before.document().revision(),
                            TrustRules.changes(before.document(), after));
            LOG.info(
                    "{}; signed by {}",
                    message,
                    byRoot ? "the root key" : signed.key().hex());
            return new Update(Outcome.REPLACED, message);
        } catch (FormatException e) {
            return new Update(Outcome.REFUSED, "the trust document is refused: " + e.getMessage());
        } catch (IOException e) {
            LOG.error("the new trust set cannot be stored; the one before stays in force", e);
            return new Update(
                    Outcome.FAILED,
                    "it cannot be stored (" + e.getMessage() + "); revision " + revision() + " stays in force");
        }
    }

    /** What says who may sign comes first: a pole that lost power in between has the old document, by the root key. */
    private void store(InForce before, InForce after) throws IOException {
        if (!after.byRoot() && before.byRoot()) {
            disk.replace(byRootFile, before.bytes());
        }
        disk.replace(trustFile, after.bytes());
        inForce = after;
        problem = null;
    }

    private DownlinkDocument forThisPole(byte[] document) throws FormatException {
        DownlinkDocument signed = DownlinkDocument.decode(document);
        String audience = Topics.of(pole.identity()).trust();
        if (!signed.audience().equals(audience)) {
            throw new FormatException("it is meant for " + signed.audience() + ", this pole is " + audience);
        }
        return signed;
    }

    @Override
    public HealthResult check() {
        if (problem != null) {
            return HealthResult.critical(
                    problem,
                    "publish a trust document signed by the city's root key, with a revision above all before;"
                            + " commands and receipts are not admitted until then");
        }
        if (!claimed()) {
            return HealthResult.warn(
                    "this pole is not claimed: it trusts no platform, and nothing from outside is admitted",
                    "put root.pub.pem, the city's root key, and trust.cose, signed by it, into identity/ in the data folder,"
                            + " and restart the gateway");
        }
        return HealthResult.ok("trust set revision " + revision() + " with "
                + inForce.document().keys().size() + " keys, signed by "
                + (inForce.byRoot() ? "the city's root key" : "a key of role identity"));
    }
}
