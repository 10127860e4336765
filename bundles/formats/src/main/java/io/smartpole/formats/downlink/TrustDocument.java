package io.smartpole.formats.downlink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.formats.cose.FormatException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The body of a trust document, always whole:
 * {@code {"revision":1,"keys":[{"name":"..","publicKey":"<SubjectPublicKeyInfo in hex>","roles":["receipt"]}]}}.
 *
 * @param revision grows with every document
 * @param keys all keys that the pole shall trust from now on
 */
public record TrustDocument(long revision, List<TrustedKey> keys) {

    private static final int MOST_KEYS = 64;

    public TrustDocument {
        keys = List.copyOf(keys);
    }

    public ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("revision", revision);
        ArrayNode list = body.putArray("keys");
        for (TrustedKey key : keys) {
            ObjectNode node = list.addObject();
            node.put("name", key.name());
            node.put("publicKey", HexFormat.of().formatHex(key.publicKey()));
            ArrayNode roles = node.putArray("roles");
            key.roles().stream().sorted().forEach(role -> roles.add(role.label()));
        }
        return body;
    }

    /** @throws FormatException if a field is missing or wrong */
    public static TrustDocument fromJson(ObjectNode body) throws FormatException {
        JsonNode revision = body.path("revision");
        JsonNode list = body.path("keys");
        if (!revision.isIntegralNumber() || !revision.canConvertToLong() || revision.longValue() < 1) {
            throw new FormatException("trust document: revision must be a whole number from 1");
        }
        if (!list.isArray() || list.size() > MOST_KEYS) {
            throw new FormatException("trust document: keys must be a list of at most " + MOST_KEYS);
        }
        List<TrustedKey> keys = new ArrayList<>();
        try {
            for (JsonNode node : list) {
                byte[] publicKey =
                        HexFormat.of().parseHex(node.path("publicKey").asText());
                Set<Role> roles = EnumSet.noneOf(Role.class);
                for (JsonNode role : node.path("roles")) {
                    roles.add(Role.of(role.asText()));
                }
                keys.add(new TrustedKey(
                        KeyId.ofKey(publicKey), publicKey, node.path("name").asText(), roles));
            }
        } catch (IllegalArgumentException e) {
            throw new FormatException("trust document: " + e.getMessage(), e);
        }
        return new TrustDocument(revision.longValue(), keys);
    }
}
