package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.CoseSign1;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.DownlinkDocument.Type;
import io.smartpole.formats.downlink.Receipt;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DownlinkDocumentTest {

    private static final KeyPair PLATFORM = keyPair();
    private static final byte[] PUBLIC_KEY = PLATFORM.getPublic().getEncoded();
    private static final KeyId KEY = KeyId.ofKey(PUBLIC_KEY);
    private static final Instant ISSUED = Instant.ofEpochSecond(1_790_000_000);
    private static final String TOPIC = "smartpole/v1/dormagen/p-1/command";

    @Test
    void aSignedDocumentComesBackAsItWas() throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("kind", "light");
        byte[] bytes = DownlinkDocument.sign(
                Type.COMMAND, TOPIC, "c-1", ISSUED, ISSUED.plusSeconds(60), "n0nce", body, KEY, this::sign);

        DownlinkDocument document = DownlinkDocument.decode(bytes);
        document.verify(PUBLIC_KEY);

        assertEquals(Type.COMMAND, document.type());
        assertEquals(TOPIC, document.audience());
        assertEquals("c-1", document.id());
        assertEquals(ISSUED, document.issued());
        assertEquals(ISSUED.plusSeconds(60), document.expires());
        assertEquals("n0nce", document.nonce());
        assertEquals(body, document.body());
    }

    @Test
    void aReceiptComesBackAsItWas() throws Exception {
        Receipt receipt = new Receipt(
                new BatchId(KEY, Lane.ALARM, new BootId("0".repeat(32)), 7, "a".repeat(64)), ISSUED.plusMillis(5));
        assertEquals(receipt, Receipt.fromJson(receipt.toJson()));
    }

    @Test
    void aReceiptWithAnyFieldMissingIsRefused() {
        Receipt receipt =
                new Receipt(new BatchId(KEY, Lane.ALARM, new BootId("0".repeat(32)), 7, "a".repeat(64)), ISSUED);
        receipt.toJson().fieldNames().forEachRemaining(name -> {
            ObjectNode body = receipt.toJson();
            body.remove(name);
            assertThrows(FormatException.class, () -> Receipt.fromJson(body), name);
        });
    }

    @Test
    void anotherKeyDoesNotVerify() throws Exception {
        DownlinkDocument document = DownlinkDocument.decode(signed(header(), "{}"));
        byte[] other = keyPair().getPublic().getEncoded();
        assertThrows(FormatException.class, () -> document.verify(other));
    }

    @Test
    void aTooLongMessageIsNotEvenRead() {
        assertRefused("at most 65536", new byte[DownlinkDocument.LARGEST + 1]);
    }

    @Test
    void duplicateKeysInTheJsonAreRefused() {
        assertRefused("Duplicate", signed(header(), "{\"level\":10,\"level\":100}"));
    }

    @Test
    void textBehindTheJsonIsRefused() {
        assertRefused("railing", signed(header(), "{} {}"));
    }

    @Test
    void jsonThatIsNoObjectIsRefused() {
        assertRefused("JSON object", signed(header(), "[]"));
    }

    @Test
    void compressionIsRefused() {
        Map<String, Object> header = header();
        header.put("enc", "zlib");
        assertRefused("compressed", signed(header, "{}"));
    }

    @Test
    void headersThatADocumentDoesNotHaveAreRefused() {
        Map<String, Object> header = header();
        header.put("extra", true);
        assertRefused("extra", signed(header, "{}"));
    }

    @Test
    void aMissingHeaderIsRefused() {
        for (String name : header().keySet()) {
            Map<String, Object> header = header();
            header.remove(name);
            header.put("pad", true);
            assertRefused(name, signed(header, "{}"));
        }
    }

    @Test
    void anUnknownTypeIsRefused() {
        byte[] header = new ProtectedHeader(
                        ProtectedHeader.ED25519, DownlinkDocument.CONTENT_TYPE, KEY, "text/plain", header())
                .encode();
        assertRefused(
                "text/plain",
                CoseSign1.sign(header, "{}".getBytes(StandardCharsets.UTF_8), this::sign)
                        .encode());
    }

    @Test
    void aTimeBeyondTheYear9999IsRefused() {
        Map<String, Object> header = header();
        header.put("exp", Long.MAX_VALUE);
        assertRefused("exp", signed(header, "{}"));
    }

    private static void assertRefused(String reason, byte[] bytes) {
        FormatException refusal = assertThrows(FormatException.class, () -> DownlinkDocument.decode(bytes));
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal::getMessage);
    }

    private static Map<String, Object> header() {
        Map<String, Object> header = new HashMap<>();
        header.put("aud", TOPIC);
        header.put("id", "c-1");
        header.put("iat", ISSUED.getEpochSecond());
        header.put("exp", ISSUED.getEpochSecond() + 60);
        return new TreeMap<>(header);
    }

    private byte[] signed(Map<String, Object> ours, String json) {
        byte[] header = new ProtectedHeader(
                        ProtectedHeader.ED25519, DownlinkDocument.CONTENT_TYPE, KEY, "smartpole-command", ours)
                .encode();
        return CoseSign1.sign(header, json.getBytes(StandardCharsets.UTF_8), this::sign)
                .encode();
    }

    private byte[] sign(byte[] message) {
        return Signatures.sign(PLATFORM.getPrivate(), message);
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
