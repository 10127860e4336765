package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoleKeysTest {

    private static final byte[] MESSAGE = "42.1 W".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aSignatureVerifiesWithTheJavaLibraryAndThePublishedKey() throws Exception {
        PoleKeys keys = new PoleKeys(folder);

        Signatures.verify(keys.algorithm(), publishedKey(), MESSAGE, keys.sign(MESSAGE));

        assertEquals(KeyId.ofKey(publishedKey()), keys.id());
        byte[] other = "42.2 W".getBytes(StandardCharsets.UTF_8);
        assertThrows(
                FormatException.class,
                () -> Signatures.verify(keys.algorithm(), publishedKey(), other, keys.sign(MESSAGE)));
    }

    @Test
    void theKeysSurviveARestart() throws Exception {
        KeyId first = new PoleKeys(folder).id();
        byte[] transport = Files.readAllBytes(folder.resolve("transport.key"));

        assertEquals(first, new PoleKeys(folder).id());
        assertEquals(
                new String(transport, StandardCharsets.US_ASCII), Files.readString(folder.resolve("transport.key")));
    }

    @Test
    void privateKeysAreForTheirOwnerOnly() throws Exception {
        new PoleKeys(folder);
        for (String name : new String[] {"evidence.key", "transport.key"}) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))),
                    name);
        }
    }

    @Test
    void theTransportKeyIsAnEcKeyThatTheJavaLibraryReads() throws Exception {
        new PoleKeys(folder);
        byte[] pkcs8 = KeyFile.readPem(Files.readString(folder.resolve("transport.key")));
        assertEquals(
                "EC",
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
                        .getAlgorithm());
    }

    @Test
    void aBrokenKeyFileIsKeptAsideAndReplacedByANewKey() throws Exception {
        KeyId first = new PoleKeys(folder).id();
        Files.writeString(folder.resolve("evidence.key"), "no key");

        assertNotEquals(first, new PoleKeys(folder).id());
        assertEquals("no key", Files.readString(folder.resolve("evidence.key.unreadable")));
    }

    @Test
    void aKeyOfAnotherKindIsKeptAsideToo() throws Exception {
        new PoleKeys(folder);
        Files.copy(
                folder.resolve("transport.key"),
                folder.resolve("evidence.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        new PoleKeys(folder);
        assertTrue(Files.exists(folder.resolve("evidence.key.unreadable")));
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnErrorAndNoKeyInMemoryOnly() throws Exception {
        Path file = Files.createFile(folder.resolve("in-the-way"));
        assertThrows(IOException.class, () -> new PoleKeys(file.resolve("identity")));
    }

    private byte[] publishedKey() throws IOException {
        return KeyFile.readPem(Files.readString(folder.resolve("evidence.pub.pem")));
    }
}
