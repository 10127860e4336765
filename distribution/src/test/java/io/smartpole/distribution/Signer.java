package io.smartpole.distribution;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.ConfigurationDocument;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.DownlinkDocument.Type;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the demo's platform and the demo's city sign for one pole. */
public final class Signer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PlatformKey platform;
    private final PlatformKey root;
    private final Topics pole;

    /** @param data folder of a demo that has started, so that the keys are there */
    public Signer(Path data, Topics pole) throws IOException, FormatException {
        platform = key(data.resolve("standin/platform.pem"));
        root = key(data.resolve("standin/root.pem"));
        this.pole = pole;
    }

    private static PlatformKey key(Path file) throws IOException, FormatException {
        return PlatformKey.fromPem(Files.readString(file));
    }

    /** @return the key that the demo's pole trusts */
    public PlatformKey platform() {
        return platform;
    }

    /** @param arguments null for none */
    public byte[] command(String id, String kind, @Nullable ObjectNode arguments) {
        ObjectNode body = JSON.createObjectNode().put("kind", kind);
        if (arguments != null) {
            body.set("arguments", arguments);
        }
        return sign(Type.COMMAND, pole.command(), id, Duration.ofMinutes(1), body, platform);
    }

    /** For all poles of a group. */
    public byte[] groupCommand(String id, String kind, String group) {
        ObjectNode body = JSON.createObjectNode().put("kind", kind);
        return sign(Type.COMMAND, pole.groupCommand(group), id, Duration.ofMinutes(1), body, platform);
    }

    /** @param probation in s */
    public byte[] configuration(long revision, ObjectNode values, int probation) {
        ObjectNode body =
                new ConfigurationDocument(revision, values, null, Duration.ofSeconds(probation), false).toJson();
        return sign(Type.CONFIG, pole.configDesired(), "config-" + revision, Duration.ofDays(1), body, platform);
    }

    /** @return the platform's key with the roles that it has in the demo, and identity with them, signed by the root key */
    public byte[] trust(long revision) {
        TrustedKey key = new TrustedKey(
                platform.id(),
                platform.publicKey(),
                "the platform",
                EnumSet.of(Role.LIGHTING, Role.CONFIG, Role.RECEIPT, Role.IDENTITY));
        return trust(revision, List.of(key));
    }

    /** @return those keys and no others, signed by the root key */
    public byte[] trust(long revision, List<TrustedKey> keys) {
        ObjectNode body = new TrustDocument(revision, keys).toJson();
        return sign(Type.TRUST, pole.trust(), "trust-" + revision, Duration.ofDays(1), body, root);
    }

    private static byte[] sign(
            Type type, String audience, String id, Duration valid, ObjectNode body, PlatformKey key) {
        Instant now = Instant.now();
        return DownlinkDocument.sign(type, audience, id, now, now.plus(valid), null, body, key.id(), key::sign);
    }
}
