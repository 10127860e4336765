package io.smartpole.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.CoseSign1;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.downlink.ConfigurationDocument;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.topics.Topics;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform's side in these tests: keys with one role each, and documents that can be made wrong one way at a time. */
final class Platform {

    static final Topics TOPICS = new Topics("dormagen", "p-1");
    static final Instant NOW_INSTANT = Instant.parse("2026-11-21T18:00:00Z");
    static final Moment NOW = new Moment(NOW_INSTANT, true, Duration.ofMinutes(3));
    static final Moment NOT_TRUSTED = new Moment(Instant.EPOCH, false, Duration.ofMinutes(3));
    static final PoleIdentity POLE =
            new PoleIdentity("dormagen", "p-1", "", "", "", null, List.of("old-town"), List.of("market"));
    static final String NONCE = "nonce-of-this-boot";

    private static final KeyPair LIGHTING = keyPair();
    private static final KeyPair RECEIPT = keyPair();
    private static final KeyPair CONFIG = keyPair();
    private static final KeyPair STRANGER = keyPair();

    private static final KeyPair IDENTITY = keyPair();
    private static final KeyPair ROOT = keyPair();

    static final List<TrustedKey> KEYS = List.of(
            trusted(LIGHTING, "control room", Role.LIGHTING),
            trusted(RECEIPT, "receiver", Role.RECEIPT),
            trusted(CONFIG, "operations", Role.CONFIG),
            trusted(IDENTITY, "key office", Role.IDENTITY),
            trusted(ROOT, "the city's root key", Role.ROOT));

    static final TrustedKey STRANGER_AS_OPERATIONS = trusted(STRANGER, "new operations", Role.CONFIG);

    private DownlinkDocument.Type type;
    private String topic;
    private KeyPair key;
    private String audience;
    private String id = "c-1";
    private Instant issued = NOW_INSTANT.minusSeconds(10);
    private Instant expires = NOW_INSTANT.plusSeconds(50);
    private @Nullable String nonce;
    private ObjectNode body;
    private boolean retained;
    private String endpoint = "cloud1";

    private Platform(DownlinkDocument.Type type, String topic, KeyPair key, ObjectNode body) {
        this.type = type;
        this.topic = topic;
        this.audience = topic;
        this.key = key;
        this.body = body;
    }

    static Platform command() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("kind", "light.override");
        body.putObject("arguments").put("percent", 60).put("seconds", 600);
        return new Platform(DownlinkDocument.Type.COMMAND, TOPICS.command(), LIGHTING, body);
    }

    static Platform command(String kind) {
        return command().body(JsonNodeFactory.instance.objectNode().put("kind", kind));
    }

    /** @return a command to a group of the site, arriving there */
    static Platform groupCommand(String group) {
        Platform command = command().arrivingOn(TOPICS.groupCommand(group));
        return command.audience(command.topic);
    }

    static Platform receipt(ObjectNode body) {
        return new Platform(DownlinkDocument.Type.RECEIPT, TOPICS.receipt(), RECEIPT, body);
    }

    /** @return a configuration of that revision; it lies at the broker */
    static Platform configuration(long revision) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        values.putObject("smartpole.lighting").put("default.level", 80);
        ObjectNode body = new ConfigurationDocument(revision, values, null, Duration.ZERO, false).toJson();
        return new Platform(DownlinkDocument.Type.CONFIG, TOPICS.configDesired(), CONFIG, body)
                .id("config-" + revision)
                .retained();
    }

    /** @return a trust document; it lies at the broker */
    static Platform trust(long revision) {
        ObjectNode body = new TrustDocument(revision, KEYS.subList(0, 4)).toJson();
        return new Platform(DownlinkDocument.Type.TRUST, TOPICS.trust(), IDENTITY, body)
                .id("trust-" + revision)
                .retained();
    }

    Platform byRoot() {
        key = ROOT;
        return this;
    }

    Platform byKeyOffice() {
        key = IDENTITY;
        return this;
    }

    Platform byControlRoom() {
        key = LIGHTING;
        return this;
    }

    Platform byStranger() {
        key = STRANGER;
        return this;
    }

    Platform byConfigurator() {
        key = CONFIG;
        return this;
    }

    Platform byReceiver() {
        key = RECEIPT;
        return this;
    }

    Platform type(DownlinkDocument.Type other) {
        type = other;
        return this;
    }

    Platform arrivingOn(String other) {
        topic = other;
        return this;
    }

    Platform audience(String other) {
        audience = other;
        return this;
    }

    Platform id(String other) {
        id = other;
        return this;
    }

    Platform issued(Instant other) {
        issued = other;
        return this;
    }

    Platform expires(Instant other) {
        expires = other;
        return this;
    }

    Platform nonce(String other) {
        nonce = other;
        return this;
    }

    Platform body(ObjectNode other) {
        body = other;
        return this;
    }

    Platform retained() {
        retained = true;
        return this;
    }

    Platform over(String otherEndpoint) {
        endpoint = otherEndpoint;
        return this;
    }

    Message message() {
        byte[] bytes = DownlinkDocument.sign(
                type,
                audience,
                id,
                issued,
                expires,
                nonce,
                body,
                KeyId.ofKey(key.getPublic().getEncoded()),
                message -> Signatures.sign(key.getPrivate(), message));
        return new Message(topic, bytes, retained, endpoint);
    }

    /** @return the message with these bytes for its body, under a good signature */
    Message signedOver(byte[] body) {
        Message good = message();
        try {
            byte[] header = CoseSign1.decode(good.payload()).protectedHeader();
            byte[] bytes = CoseSign1.sign(header, body, message -> Signatures.sign(key.getPrivate(), message))
                    .encode();
            return new Message(good.topic(), bytes, retained, endpoint);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    /** @return the message with one bit of its signature flipped */
    Message forged() {
        Message good = message();
        byte[] bytes = good.payload().clone();
        bytes[bytes.length - 1] ^= 1;
        return new Message(good.topic(), bytes, retained, endpoint);
    }

    private static TrustedKey trusted(KeyPair pair, String name, Role role) {
        byte[] publicKey = pair.getPublic().getEncoded();
        return new TrustedKey(KeyId.ofKey(publicKey), publicKey, name, Set.of(role));
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
