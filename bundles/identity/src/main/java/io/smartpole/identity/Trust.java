package io.smartpole.identity;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.PoleClaim;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the pole listens to: the city's offline root key, pinned once at claim, and the platform's keys, named by a
 * document that the root signed. Both files are checked again at every start; on disk they are public, not secret.
 */
@Component(
        service = {TrustSet.class, PoleClaim.class, HealthCheck.class},
        property = HealthCheck.NAME + "=trust")
public final class Trust implements TrustSet, PoleClaim, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    private final Pole pole;
    private final Path rootFile;
    private final Path trustFile;
    private volatile TrustDocument trusted = new TrustDocument(0, List.of());
    private volatile @Nullable String problem;

    @Activate
    public Trust(@Reference Pole pole, BundleContext context) {
        this(pole, DataFolder.of(context::getProperty, "identity"));
    }

    Trust(Pole pole, Path folder) {
        this.pole = pole;
        rootFile = folder.resolve("root.pub.pem");
        trustFile = folder.resolve("trust.cose");
        if (claimed()) {
            load();
        }
    }

    private void load() {
        try {
            byte[] root = KeyFile.readPem(Files.readString(rootFile));
            trusted = read(root, Files.readAllBytes(trustFile), null);
        } catch (IOException | FormatException e) {
            problem = "the trust set cannot be used: " + e.getMessage();
            LOG.error("{}; nothing from outside is admitted until the platform sends a new one", problem);
        }
    }

    @Override
    public Optional<TrustedKey> find(KeyId id) {
        return trusted.keys().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    @Override
    public long revision() {
        return trusted.revision();
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
            String audience = Topics.of(pole.identity()).trust();
            TrustDocument accepted = read(rootPublicKey, trustDocument, audience);
            // The root key comes last: a pole that lost power in between is still unclaimed.
            DataFolder.replace(trustFile, trustDocument);
            DataFolder.replace(rootFile, KeyFile.pem("PUBLIC KEY", rootPublicKey));
            trusted = accepted;
            LOG.info(
                    "this pole now obeys the city whose root key is {}: trust set revision {}, trusted keys: {}",
                    KeyId.ofKey(rootPublicKey).hex(),
                    accepted.revision(),
                    accepted.keys().size());
        } catch (FormatException e) {
            throw new IllegalArgumentException("the trust document is refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the claim cannot be stored", e);
        }
    }

    /** @param audience topic that the document must name; null to accept any, for one that was accepted before */
    private static TrustDocument read(byte[] root, byte[] bytes, @Nullable String audience) throws FormatException {
        DownlinkDocument document = DownlinkDocument.decode(bytes);
        if (document.type() != DownlinkDocument.Type.TRUST) {
            throw new FormatException("it is a document of type " + document.type());
        }
        if (!document.key().equals(KeyId.ofKey(root))) {
            throw new FormatException("it is signed by " + document.key().hex() + " and not by the root key");
        }
        document.verify(root);
        if (audience != null && !document.audience().equals(audience)) {
            throw new FormatException("it is meant for " + document.audience() + ", this pole is " + audience);
        }
        return TrustDocument.fromJson(document.body());
    }

    @Override
    public HealthResult check() {
        if (problem != null) {
            return HealthResult.critical(problem, "claim the pole anew, or have the root key sign a new trust set");
        }
        if (!claimed()) {
            return HealthResult.warn(
                    "this pole is not claimed: it trusts no platform, and nothing from outside is admitted",
                    "claim it in the console with the city's root key");
        }
        return HealthResult.ok(
                "trust set revision " + revision() + " with " + trusted.keys().size() + " keys");
    }
}
