package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsKeysTest {

    private static final Pole POLE = () -> new PoleIdentity("essen", "4711", "", "", "", null);

    @TempDir
    Path folder;

    @Test
    void theFirstStartMakesOneKeyAndItsRequest() throws Exception {
        keys();

        assertEquals(List.of("transport-1.csr.pem", "transport-1.key"), files());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("transport-1.key"))));
    }

    @Test
    void theRequestNamesThePoleAndIsSignedByItsKey() throws Exception {
        keys();
        CertificationRequest request = request(1);

        assertEquals(
                "CN=smartpole-essen-4711",
                request.getCertificationRequestInfo().getSubject().toString());
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(requested(1));
        verifier.update(request.getCertificationRequestInfo().getEncoded());
        assertTrue(verifier.verify(request.getSignature().getOctets()));
    }

    @Test
    void theKeyOfACertificateIsFoundAndFits() throws Exception {
        PublicKey certified = certify(keys(), 1);

        PrivateKey found = keys().find(certified).orElseThrow();

        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(found);
        signer.update(message);
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(certified);
        verifier.update(message);
        assertTrue(verifier.verify(signer.sign()));
    }

    @Test
    void noKeyIsFoundForACertificateOfSomebodyElse() throws Exception {
        TlsKeys keys = keys();

        assertEquals(Optional.empty(), keys.find(newKey("EC").getPublic()));
        assertEquals(Optional.empty(), keys.find(newKey("RSA").getPublic()));
        assertEquals(List.of("transport-1.csr.pem", "transport-1.key"), files());
    }

    @Test
    void anotherSpareIsMadeOnceTheSpareIsCertified() throws Exception {
        TlsKeys keys = keys();
        PublicKey first = certify(keys, 1);

        assertTrue(Files.exists(folder.resolve("transport-2.csr.pem")));
        assertNotEquals(first, requested(2));
        keys.find(first);
        assertFalse(Files.exists(folder.resolve("transport-3.key")), "key 2 is still spare");
        assertTrue(keys.check().message().contains("transport-2.csr.pem"));
    }

    @Test
    void threeKeysAreKeptSoThatARolledBackConfigurationFindsItsKey() throws Exception {
        TlsKeys keys = keys();
        PublicKey first = certify(keys, 1);
        PublicKey second = certify(keys, 2);
        PublicKey third = certify(keys, 3);

        assertEquals(
                List.of(
                        "transport-2.csr.pem",
                        "transport-2.key",
                        "transport-3.csr.pem",
                        "transport-3.key",
                        "transport-4.csr.pem",
                        "transport-4.key"),
                files());
        for (TlsKeys each : List.of(keys, keys())) {
            assertEquals(Optional.empty(), each.find(first));
            assertTrue(each.find(second).isPresent());
            assertTrue(each.find(third).isPresent());
        }
    }

    @Test
    void aRestartChangesNoFile() throws Exception {
        certify(keys(), 1);
        List<String> before = contents();

        keys();

        assertEquals(before, contents());
    }

    @Test
    void anotherIdentityIsRequestedForTheSameKeys() throws Exception {
        TlsKeys keys = keys();
        PublicKey first = certify(keys, 1);
        PublicKey spare = requested(2);

        keys.identify(() -> new PoleIdentity("bochum", "4711", "", "", "", null));

        assertEquals(
                "CN=smartpole-bochum-4711",
                request(2).getCertificationRequestInfo().getSubject().toString());
        assertEquals(spare, requested(2));
        assertTrue(keys.find(first).isPresent());
    }

    @Test
    void aChangeThatDoesNotRenameThePoleWritesNothing() throws Exception {
        TlsKeys keys = keys();
        List<String> before = contents();

        keys.identify(() -> new PoleIdentity("essen", "4711", "cabinet 7", "", "", null));

        assertEquals(before, contents());
    }

    @Test
    void aNameThatIsTooLongForACertificateIsToldAndTheKeysServeOn() throws Exception {
        TlsKeys keys = keys();
        PublicKey first = certify(keys, 1);

        keys.identify(() -> new PoleIdentity("e".repeat(50), "4711", "", "", "", null));

        assertEquals(HealthStatus.WARN, keys.check().status());
        assertTrue(keys.check().message().contains("at most 64 characters"));
        assertTrue(keys.find(first).isPresent());
        keys.identify(POLE);
        assertEquals(HealthStatus.OK, keys.check().status());
    }

    @Test
    void aBrokenRequestIsWrittenAnew() throws Exception {
        keys();
        for (String broken : new String[] {
            "",
            "no PEM",
            "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----",
            "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----"
        }) {
            Files.writeString(folder.resolve("transport-1.csr.pem"), broken);
            keys();
            assertEquals(
                    "CN=smartpole-essen-4711",
                    request(1).getCertificationRequestInfo().getSubject().toString(),
                    broken);
        }
    }

    @Test
    void aBrokenKeyIsKeptAsideAndANewOneIsRequested() throws Exception {
        PublicKey first = requestedBy(keys());
        Files.writeString(folder.resolve("transport-1.key"), "no key");

        TlsKeys keys = keys();

        assertEquals("no key", Files.readString(folder.resolve("transport-1.key.unreadable")));
        assertNotEquals(first, requested(1));
        assertEquals(Optional.empty(), keys.find(first));
        assertTrue(keys.find(requested(1)).isPresent());
    }

    @Test
    void aKeyThatCannotBeReadStaysWhereItIsAndTheOthersServeOn() throws Exception {
        PublicKey first = certify(keys(), 1);
        Files.delete(folder.resolve("transport-2.key"));
        Files.createDirectory(folder.resolve("transport-2.key")); // reading it fails even for root

        TlsKeys keys = keys();

        assertTrue(Files.isDirectory(folder.resolve("transport-2.key")));
        assertEquals(HealthStatus.WARN, keys.check().status());
        assertTrue(keys.find(first).isPresent());
    }

    @Test
    void theTransportKeyOfEarlierVersionsIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve("transport.key"), "old");

        keys();

        assertEquals("old", Files.readString(folder.resolve("transport.key")));
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldAndDoesNotStopTheGateway() throws Exception {
        Path file = Files.createFile(folder.resolve("in-the-way"));
        TlsKeys keys = new TlsKeys(file.resolve("identity"));
        keys.identify(POLE);

        assertEquals(HealthStatus.WARN, keys.check().status());
        assertEquals(Optional.empty(), keys.find(newKey("EC").getPublic()));
    }

    @Test
    void whenNoSpareCanBeStoredTheKeysInMemoryServeOn() throws Exception {
        TlsKeys keys = keys();
        PublicKey first = requested(1);
        Path inTheWay = Files.createDirectories(folder.resolve("transport-2.key.new/occupied"));

        assertTrue(keys.find(first).isPresent());
        assertEquals(HealthStatus.WARN, keys.check().status());

        Files.delete(inTheWay);
        assertTrue(keys.find(first).isPresent());
        assertEquals(HealthStatus.OK, keys.check().status());
        assertTrue(Files.exists(folder.resolve("transport-2.csr.pem")));
    }

    private TlsKeys keys() {
        TlsKeys keys = new TlsKeys(folder);
        keys.identify(POLE);
        return keys;
    }

    private PublicKey requestedBy(TlsKeys keys) throws Exception {
        assertEquals(HealthStatus.OK, keys.check().status());
        return requested(1);
    }

    /** As if the city had issued a certificate for that request, and the uplink asks for its key. */
    private PublicKey certify(TlsKeys keys, int number) throws Exception {
        PublicKey key = requested(number);
        assertTrue(keys.find(key).isPresent());
        return key;
    }

    private CertificationRequest request(int number) throws IOException {
        String pem = Files.readString(folder.resolve("transport-" + number + ".csr.pem"));
        return CertificationRequest.getInstance(KeyFile.readPem(pem));
    }

    private PublicKey requested(int number) throws Exception {
        byte[] spki = request(number)
                .getCertificationRequestInfo()
                .getSubjectPublicKeyInfo()
                .getEncoded();
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        assertEquals(KeyId.ofKey(spki), KeyId.ofKey(key.getEncoded()));
        return key;
    }

    private static KeyPair newKey(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (String file : files()) {
            contents.add(
                    file + Files.readString(folder.resolve(file)) + Files.getLastModifiedTime(folder.resolve(file)));
        }
        return contents;
    }
}
