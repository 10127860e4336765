package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.receiver.PlatformKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTest {

    @TempDir
    private Path data;

    @Test
    void showPrintsThePolesKeyInEveryForm() throws Exception {
        TestPole pole = new TestPole();
        pole.install(data);

        Run run = Run.of("key", "show", "--data", data);

        assertEquals(0, run.code(), run.err());
        assertEquals(
                Files.readString(data.resolve("identity/evidence.pub.pem")) + "hex "
                        + HexFormat.of().formatHex(pole.key.publicKey()) + "\nkid "
                        + pole.key.id().hex() + "\n",
                run.out());
    }

    @Test
    void aNewKeyIsForItsOwnerOnlyAndShownAsItsPublicHalf() throws Exception {
        Path file = data.resolve("platform.pem");

        Run run = Run.of("key", "new", file);

        assertEquals(0, run.code(), run.err());
        PlatformKey key = PlatformKey.fromPem(Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(run.out().contains("kid " + key.id().hex()), run.out());
        assertEquals(run.out(), Run.of("key", "show", file).out());
        assertTrue(!run.out().contains("PRIVATE"), "the private half stays in its file");
    }

    @Test
    void anExistingFileIsNeverReplaced() throws Exception {
        Path file = Files.writeString(data.resolve("platform.pem"), "precious");
        Run.of("key", "new", file).assertUserError("exists already");
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void whatIsNoKeyIsExplained() throws Exception {
        Path file = Files.writeString(data.resolve("nonsense.pem"), "nonsense");
        Run.of("key", "show", file).assertUserError("nonsense.pem is no key");
        Run.of("key", "show", data.resolve("missing.pem")).assertUserError("there is no such file");
        Run.of("verify", "--key", "00".repeat(44), file).assertUserError("is not a public key");
    }
}
