package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

    private static final Pole POLE = () -> new PoleIdentity("dormagen", "p-1", "", "", "", null);
    private static final String AUDIENCE = "smartpole/v1/dormagen/p-1/trust";
    private static final KeyPair ROOT = keyPair();
    private static final KeyPair PLATFORM = keyPair();
    private static final byte[] ROOT_KEY = ROOT.getPublic().getEncoded();
    private static final KeyId PLATFORM_ID = KeyId.ofKey(PLATFORM.getPublic().getEncoded());

    @TempDir
    Path folder;

    @Test
    void anUnclaimedPoleTrustsNobodyAndSaysSo() {
        Trust trust = new Trust(POLE, folder, DataFolder::replace);
        assertFalse(trust.claimed());
        assertEquals(0, trust.revision());
        assertTrue(trust.find(PLATFORM_ID).isEmpty());
        assertEquals(HealthStatus.WARN, trust.check().status());
    }

    @Test
    void afterTheClaimThePlatformIsTrustedAlsoAfterARestart() {
        new Trust(POLE, folder, DataFolder::replace)
                .claim(ROOT_KEY, document(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE));

        Trust restarted = new Trust(POLE, folder, DataFolder::replace);
        assertTrue(restarted.claimed());
        assertEquals(
                Set.of(Role.RECEIPT, Role.LIGHTING),
                restarted.find(PLATFORM_ID).orElseThrow().roles());
        assertEquals(HealthStatus.OK, restarted.check().status());
    }

    @Test
    void twoFilesThatSomebodyPutsThereClaimItAtTheNextStart() throws Exception {
        Files.writeString(
                folder.resolve("root.pub.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(ROOT_KEY)
                        + "\n-----END PUBLIC KEY-----\n");
        Files.write(folder.resolve("trust.cose"), document(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE));

        Trust trust = new Trust(POLE, folder, DataFolder::replace);
        assertTrue(trust.find(PLATFORM_ID).isPresent());
        assertEquals(HealthStatus.OK, trust.check().status());
    }

    @Test
    void theRootKeyAloneClaimsNothingAndHealthSaysThatTheDocumentIsMissing() throws Exception {
        Files.write(folder.resolve("root.pub.pem"), KeyFile.pem("PUBLIC KEY", ROOT_KEY));
        Trust trust = new Trust(POLE, folder, DataFolder::replace);
        assertTrue(trust.find(PLATFORM_ID).isEmpty());
        assertEquals(HealthStatus.CRITICAL, trust.check().status());
        assertTrue(trust.check().message().contains("trust.cose"), trust.check().message());
    }

    @Test
    void aPoleIsClaimedOnlyOnce() {
        Trust trust = new Trust(POLE, folder, DataFolder::replace);
        trust.claim(ROOT_KEY, document(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE));
        KeyPair thief = keyPair();
        assertThrows(
                IllegalStateException.class,
                () -> trust.claim(
                        thief.getPublic().getEncoded(), document(thief, DownlinkDocument.Type.TRUST, AUDIENCE)));
    }

    @Test
    void aDocumentSignedByAnotherKeyDoesNotClaim() {
        assertRefused(document(PLATFORM, DownlinkDocument.Type.TRUST, AUDIENCE));
    }

    @Test
    void aDocumentForAnotherPoleDoesNotClaim() {
        assertRefused(document(ROOT, DownlinkDocument.Type.TRUST, "smartpole/v1/dormagen/p-2/trust"));
    }

    @Test
    void aDocumentOfAnotherTypeDoesNotClaim() {
        assertRefused(document(ROOT, DownlinkDocument.Type.CONFIG, AUDIENCE));
    }

    @Test
    void aDocumentWithOneBitFlippedDoesNotClaim() {
        byte[] bytes = document(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE);
        bytes[bytes.length - 100] ^= 1;
        assertRefused(bytes);
    }

    @Test
    void aTrustSetSpoiledOnDiskIsNotUsedAndHealthIsCritical() throws Exception {
        new Trust(POLE, folder, DataFolder::replace)
                .claim(ROOT_KEY, document(ROOT, DownlinkDocument.Type.TRUST, AUDIENCE));
        Path file = folder.resolve("trust.cose");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        Trust restarted = new Trust(POLE, folder, DataFolder::replace);
        assertTrue(restarted.find(PLATFORM_ID).isEmpty());
        assertEquals(HealthStatus.CRITICAL, restarted.check().status());
        assertTrue(restarted.claimed());
    }

    private void assertRefused(byte[] document) {
        Trust trust = new Trust(POLE, folder, DataFolder::replace);
        assertThrows(IllegalArgumentException.class, () -> trust.claim(ROOT_KEY, document));
        assertFalse(new Trust(POLE, folder, DataFolder::replace).claimed());
        assertEquals(0, trust.revision());
    }

    private static byte[] document(KeyPair signer, DownlinkDocument.Type type, String audience) {
        TrustedKey platform = new TrustedKey(
                PLATFORM_ID, PLATFORM.getPublic().getEncoded(), "platform", Set.of(Role.RECEIPT, Role.LIGHTING));
        ObjectNode body = new TrustDocument(1, List.of(platform)).toJson();
        Instant issued = Instant.ofEpochSecond(1_790_000_000);
        return DownlinkDocument.sign(
                type,
                audience,
                "t-1",
                issued,
                issued.plusSeconds(60),
                null,
                body,
                KeyId.ofKey(signer.getPublic().getEncoded()),
                message -> Signatures.sign(signer.getPrivate(), message));
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
