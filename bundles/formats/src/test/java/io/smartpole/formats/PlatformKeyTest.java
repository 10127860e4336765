package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformKeyTest {

    /** RFC 8410 10.3 and 10.1: a private key and its public key. */
    private static final String RFC_PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    private static final String RFC_PUBLIC = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;

    @Test
    void thePublicHalfIsFoundFromThePrivateOne() throws Exception {
        PlatformKey key = PlatformKey.fromPem(RFC_PRIVATE);
        assertArrayEquals(Pem.decode(Pem.PUBLIC_KEY, RFC_PUBLIC), key.publicKey());
        assertEquals(KeyId.ofKey(key.publicKey()), key.id());
        assertEquals(RFC_PRIVATE, key.toPem());
        assertEquals(RFC_PUBLIC, Pem.encode(Pem.PUBLIC_KEY, key.publicKey()));
    }

    @Test
    void aNewKeyComesBackFromItsFileAndSignsTheSame() throws Exception {
        PlatformKey key = PlatformKey.generate();
        PlatformKey read = PlatformKey.fromPem("a comment before it\r\n" + key.toPem());
        byte[] message = "evidence".getBytes(StandardCharsets.UTF_8);
        assertEquals(key.id(), read.id());
        Signatures.verify(ProtectedHeader.ED25519, key.publicKey(), message, read.sign(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n***\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            })
    void whatIsNoPrivateKeyIsRefused(String text) {
        assertThrows(FormatException.class, () -> PlatformKey.fromPem(text));
    }

    @Test
    void aPublicKeyIsNoPrivateKey() {
        assertThrows(FormatException.class, () -> PlatformKey.fromPem(RFC_PUBLIC));
    }

    @Test
    void aPrivateKeyOfAnotherKindIsRefused() throws Exception {
        String pem = Pem.encode(
                Pem.PRIVATE_KEY,
                KeyPairGenerator.getInstance("EC")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded());
        assertThrows(FormatException.class, () -> PlatformKey.fromPem(pem));
    }

    @Test
    void longKeysAreBrokenIntoLinesOf64() throws Exception {
        byte[] der = HexFormat.of().parseHex("ab".repeat(100));
        String pem = Pem.encode(Pem.PUBLIC_KEY, der);
        assertEquals(64, pem.lines().skip(1).findFirst().orElseThrow().length());
        assertArrayEquals(der, Pem.decode(Pem.PUBLIC_KEY, pem));
    }
}
