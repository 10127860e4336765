package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.Role;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.TestBroker.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pole key list|trust|publish}. */
class KeyTrustTest {

    private final PlatformKey root = PlatformKey.generate();
    private final PlatformKey cloud = PlatformKey.generate();

    @TempDir
    private Path data;

    @BeforeEach
    void install() throws Exception {
        Files.createDirectories(data.resolve("standin"));
        Files.writeString(data.resolve("standin/root.pem"), root.toPem());
        Files.writeString(data.resolve("cloud.pem"), cloud.toPem());
        Files.writeString(data.resolve("root.pub.pem"), Pem.encode(Pem.PUBLIC_KEY, root.publicKey()));
    }

    private Run trust(Object... options) {
        List<Object> line = new ArrayList<>(List.of("key", "trust", "--data", data));
        line.addAll(List.of(options));
        return Run.of(line.toArray());
    }

    private Path first() {
        Path file = data.resolve("trust-1.cose");
        if (!Files.exists(file)) {
            Run run = trust(
                    "--revision", 1, "--pole", "dormagen/p-1", "--add", cloud("cloud:receipt,config"), "--out", file);
            assertEquals(0, run.code(), run.err());
        }
        return file;
    }

    /** @param nameAndRoles such as {@code cloud:receipt} */
    private String cloud(String nameAndRoles) {
        return nameAndRoles.replaceFirst(":", "=" + data.resolve("cloud.pem") + ":");
    }

    @Test
    void whatAPoleWouldRefuseIsNotEvenSigned() {
        Path out = data.resolve("out.cose");
        trust("--add", cloud("cloud:receipt"), "--out", out).assertUserError("--from, or --revision");
        trust("--add", cloud("cloud:receipt"), "--out", out).assertUserError("data/identity/trust.cose at the pole");
        trust("--revision", 1, "--add", cloud("cloud:receipt"), "--out", out).assertUserError("for which pole");
        trust("--revision", 1, "--pole", "p-1", "--add", cloud("cloud:receipt"), "--out", out)
                .assertUserError("SITE/POLE");
        trust("--revision", 1, "--pole", "a/b", "--out", out).assertUserError("without any key");
        trust("--revision", 1, "--pole", "a/b", "--add", "cloud", "--out", out).assertUserError("NAME=FILE:ROLE");
        trust("--revision", 1, "--pole", "a/b", "--add", cloud("cloud:king"), "--out", out)
                .assertUserError("role must be");
        trust("--revision", 1, "--pole", "a/b", "--add", cloud("cloud:root"), "--out", out)
                .assertUserError("role must be");
        trust("--revision", 1, "--pole", "a/b", "--add", "x=" + data.resolve("none.pem") + ":config", "--out", out)
                .assertUserError("there is no such file");
        trust("--revision", 1, "--pole", "a/b", "--pole", "a/c", "--add", cloud("c:config"), "--out", out)
                .assertUserError("one pole");
        trust("--revision", 1, "--pole", "a/b", "--add", cloud("a:config"), "--add", cloud("b:config"), "--out", out)
                .assertUserError("is that of 'a' already");
        trust(
                        "--revision",
                        1,
                        "--pole",
                        "a/b",
                        "--add",
                        "city=" + data.resolve("standin/root.pem") + ":config",
                        "--out",
                        out)
                .assertUserError("leave that one out");
        trust("--from", first(), "--revision", 1, "--out", out).assertUserError("--revision must be 2 or more");
        trust("--from", first(), "--remove", "nobody", "--out", out).assertUserError("no key named 'nobody'");
        trust("--from", data.resolve("cloud.pem"), "--out", out).assertUserError("is no trust document");
        trust("--from", first(), "--sign-key", data.resolve("none.pem"), "--out", out)
                .assertUserError("--sign-key");
        assertFalse(Files.exists(out));
        trust("--from", first(), "--out", first()).assertUserError("exists already");
    }

    @Test
    void theSetIsWholeSignedByTheRootKeyAndOneHigher() throws Exception {
        Path second = data.resolve("trust-2.cose");
        Path room = Files.writeString(
                data.resolve("room.pem"), PlatformKey.generate().toPem());
        Run run = trust("--from", first(), "--add", "room=" + room + ":lighting", "--out", second);
        assertEquals(0, run.code(), run.err());

        DownlinkDocument document = DownlinkDocument.decode(Files.readAllBytes(second));
        document.verify(root.publicKey());
        assertEquals(DownlinkDocument.Type.TRUST, document.type());
        assertEquals(TestPole.TOPICS.trust(), document.audience());
        TrustDocument set = TrustDocument.fromJson(document.body());
        assertEquals(2, set.revision());
        assertEquals(
                List.of("cloud", "room"),
                set.keys().stream().map(key -> key.name()).toList());
        assertEquals(Set.of(Role.RECEIPT, Role.CONFIG), set.keys().get(0).roles());
        assertArrayEquals(cloud.publicKey(), set.keys().get(0).publicKey());

        Path third = data.resolve("trust-3.cose");
        trust("--from", second, "--remove", "cloud", "--out", third);
        Run list = Run.of("key", "list", third, "--key", data.resolve("root.pub.pem"));
        assertEquals(0, list.code(), list.err());
        assertTrue(list.out().startsWith("file       " + third + "\n"), list.out());
        assertTrue(list.out().contains("signed by  " + root.id().hex() + ", checked"), list.out());
        assertTrue(list.out().contains("room       lighting"), list.out());
        assertFalse(list.out().contains("cloud"), list.out());
    }

    @Test
    void aListIsOnlySaidToBeCheckedIfItWas() throws Exception {
        assertTrue(Run.of("key", "list", first()).out().contains("not checked: give --key"));
        Run wrong = Run.of("key", "list", first(), "--key", data.resolve("cloud.pem"));
        assertEquals(1, wrong.code());
        assertEquals("", wrong.out());
        Run.of("key", "list", "--data", data.resolve("none")).assertUserError("identity/trust.cose");
        Path torn = Files.write(data.resolve("torn.cose"), new byte[] {(byte) 0xD2, 1});
        Run.of("key", "list", torn).assertUserError("is no trust document");
        assertTrue(Run.of("key", "list", first(), "--json")
                .out()
                .startsWith("{\"revision\":1,\"keys\":[{\"name\":\"cloud\""));
    }

    @Test
    void itIsPublishedWhereThePoleReadsIt() throws Exception {
        try (TestBroker broker = new TestBroker()) {
            Run run = Run.of("key", "publish", first(), "--broker", broker.uri());
            assertEquals(
                    "revision 1 for dormagen/p-1 is published",
                    run.out().lines().findFirst().orElse(""));
            assertTrue(run.out().contains("'pole health' says which revision is in force"), run.out());
            Published published = broker.published();
            assertEquals(TestPole.TOPICS.trust(), published.topic());
            assertArrayEquals(Files.readAllBytes(first()), published.bytes());

            run = trust(
                    "--from", first(), "--pole", "dormagen/p-1", "--pole", "dormagen/p-2", "--broker", broker.uri());
            assertEquals(0, run.code(), run.err());
            assertEquals(TestPole.TOPICS.trust(), broker.published().topic());
            Published other = broker.published();
            assertEquals("smartpole/v1/dormagen/p-2/trust", other.topic());
            assertEquals(other.topic(), DownlinkDocument.decode(other.bytes()).audience());
        }
    }
}
