package io.smartpole.tools.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.terminal.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {

    @TempDir
    private Path data;

    private final PlatformKey pole = PlatformKey.generate();

    @Test
    void aKeyThatComesWhileTheFolderIsInUseIsFound() throws Exception {
        KeyFolder folder = new KeyFolder(data);
        assertEquals(Optional.empty(), folder.apply(pole.id()));
        Files.writeString(data.resolve("p-1.pub.pem"), Pem.encode(Pem.PUBLIC_KEY, pole.publicKey()));
        assertArrayEquals(pole.publicKey(), folder.apply(pole.id()).orElseThrow());
    }

    @Test
    void whatOneAddsAnotherFindsAlsoIfBothAddIt() {
        KeyFolder one = new KeyFolder(data.resolve("keys"));
        KeyFolder other = new KeyFolder(data.resolve("keys"));
        assertEquals(Optional.empty(), other.apply(pole.id()));
        one.add(pole.publicKey());
        other.add(pole.publicKey());
        assertArrayEquals(pole.publicKey(), other.apply(pole.id()).orElseThrow());
    }

    @Test
    void aFileThatIsNoKeyIsNamed() throws Exception {
        Files.writeString(data.resolve("p-1.pem"), "nonsense");
        UserError refusal = assertThrows(UserError.class, () -> new KeyFolder(data).apply(pole.id()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("p-1.pem"), refusal::getMessage);
    }

    @Test
    void aFileThatIsStillBeingWrittenEndsNothingAndIsReadLater() throws Exception {
        KeyFolder folder = new KeyFolder(data);
        String pem = Pem.encode(Pem.PUBLIC_KEY, pole.publicKey());
        Path file = Files.writeString(data.resolve("p-1.pem"), pem.substring(0, 40));
        assertEquals(Optional.empty(), folder.apply(pole.id()));
        Files.writeString(file, pem);
        assertArrayEquals(pole.publicKey(), folder.apply(pole.id()).orElseThrow());
    }

    @Test
    void otherFilesAreNotLookedAt() throws Exception {
        Files.writeString(data.resolve("README"), "nonsense");
        assertEquals(Optional.empty(), new KeyFolder(data).apply(pole.id()));
    }
}
