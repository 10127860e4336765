package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors made by an independent program: what it wrote we write byte for byte, and what it broke we refuse. */
class EvidenceVectorsTest {

    private static final JsonNode FILE = file();
    private static final byte[] PUBLIC_KEY = hex(FILE.path("publicKeySpki"));

    static Stream<JsonNode> vectors() {
        return StreamSupport.stream(FILE.path("vectors").spliterator(), false);
    }

    static Stream<JsonNode> broken() {
        return StreamSupport.stream(FILE.path("broken").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesTheSameBytesFromKeyHeaderAndPayload(JsonNode vector) throws Exception {
        EvidenceBatch batch = EvidenceBatch.sign(
                header(vector.path("header")),
                hex(vector.path("payload")),
                message -> Signatures.sign(privateKey(), message));

        assertEquals(
                vector.path("bytes").asText(),
                HexFormat.of().formatHex(batch.message().encode()));
        assertEquals(vector.path("sigStructureSha256").asText(), batch.id().hash());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsVerifiesAndResolvesTheReadings(JsonNode vector) throws Exception {
        EvidenceBatch batch = EvidenceBatch.decode(hex(vector.path("bytes")));
        batch.verify(PUBLIC_KEY);

        assertEquals(header(vector.path("header")), batch.header());
        List<SenmlRecord> records = batch.records();
        assertEquals(vector.path("senml").size(), records.size());
        for (int i = 0; i < records.size(); i++) {
            JsonNode expected = vector.path("senml").path(i);
            assertEquals(expected.path("name").asText(), records.get(i).name());
            assertEquals(
                    expected.has("unit") ? expected.path("unit").asText() : null,
                    records.get(i).unit());
            assertEquals(value(expected.path("value")), records.get(i).value());
            assertEquals(expected.path("time").asDouble(), records.get(i).time());
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesWhatWasBroken(JsonNode vector) {
        assertThrows(
                FormatException.class,
                () -> EvidenceBatch.decode(hex(vector.path("bytes"))).verify(PUBLIC_KEY),
                vector.path("why").asText());
    }

    @Test
    void refusesEveryVectorWithAnyOneBitFlipped() {
        byte[] good = hex(FILE.path("vectors").path(0).path("bytes"));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(FormatException.class, () -> EvidenceBatch.decode(bad).verify(PUBLIC_KEY), "bit " + bit);
        }
    }

    @Test
    void theKeyIdIsTheStartOfTheHashOfThePublicKey() {
        assertEquals(FILE.path("kid").asText(), KeyId.ofKey(PUBLIC_KEY).hex());
        assertArrayEquals(hex(FILE.path("kid")), KeyId.ofKey(PUBLIC_KEY).bytes());
    }

    @Test
    void theAlgorithmIsThatOfTheKeyAndNotOfTheMessage() throws Exception {
        EvidenceBatch batch =
                EvidenceBatch.decode(hex(FILE.path("vectors").path(0).path("bytes")));
        byte[] ecKey =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
        FormatException refusal = assertThrows(FormatException.class, () -> batch.verify(ecKey));
        assertTrue(String.valueOf(refusal.getMessage()).contains("the key is for -9"));
    }

    private static BatchHeader header(JsonNode header) {
        return new BatchHeader(
                ProtectedHeader.ED25519,
                new KeyId(FILE.path("kid").asText()),
                Lane.of(header.path("lane").asText()),
                header.path("site").asText(),
                header.path("pole").asText(),
                header.path("seq").asLong(),
                header.path("prev").asText(),
                new BootId(header.path("boot").asText()),
                header.path("clock").asBoolean(),
                header.path("mono").asLong(),
                header.has("enc"));
    }

    private static Value value(JsonNode node) {
        if (node.isBoolean()) {
            return Value.of(node.asBoolean());
        }
        return node.isTextual() ? Value.of(node.asText()) : Value.of(node.asDouble());
    }

    private static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, hex(FILE.path("ed25519Seed"))));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asText());
    }

    private static JsonNode file() {
        try (InputStream in = EvidenceVectorsTest.class.getResourceAsStream("/evidence.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
