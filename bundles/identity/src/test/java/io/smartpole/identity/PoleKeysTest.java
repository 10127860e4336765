package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
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
    void theKeySurvivesARestart() throws Exception {
        KeyId first = new PoleKeys(folder).id();

        assertEquals(first, new PoleKeys(folder).id());
    }

    @Test
    void thePrivateKeyIsForItsOwnerOnly() throws Exception {
        new PoleKeys(folder);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("evidence.key"))));
    }

    @Test
    void aBrokenKeyFileIsKeptAsideAndReplacedByANewKey() throws Exception {
        KeyId first = new PoleKeys(folder).id();
        Files.writeString(folder.resolve("evidence.key"), "no key");

        assertNotEquals(first, new PoleKeys(folder).id());
        assertEquals("no key", Files.readString(folder.resolve("evidence.key.unreadable")));
    }

    @Test
    void whateverIsInTheFileNothingThatWasKeptAsideIsEverOverwritten() throws Exception {
        List<String> broken = List.of(
                "",
                "no key",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
                "\u00ff\u00fe, as a dying disk writes");
        for (String content : broken) {
            Files.writeString(folder.resolve("evidence.key"), content, StandardCharsets.ISO_8859_1);
            new PoleKeys(folder);
        }
        for (int i = 0; i < broken.size(); i++) {
            Path aside = folder.resolve("evidence.key.unreadable" + (i == 0 ? "" : "-" + (i + 1)));
            assertEquals(broken.get(i), Files.readString(aside, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aKeyThatCannotBeReadStaysWhereItIs() throws Exception {
        Path unreadable = Files.createDirectory(folder.resolve("evidence.key")); // reading it fails even for root
        assertThrows(IOException.class, () -> new PoleKeys(folder));
        assertTrue(Files.isDirectory(unreadable));
        assertFalse(Files.exists(folder.resolve("evidence.key.unreadable")));
    }

    @Test
    void aKeyOfAnotherKindIsKeptAsideToo() throws Exception {
        TransportKey.loadOrCreate(folder, 1);
        Files.move(folder.resolve("transport-1.key"), folder.resolve("evidence.key"));
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
