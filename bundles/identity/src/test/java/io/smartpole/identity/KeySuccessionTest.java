package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.Signatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySuccessionTest {

    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    Path folder;

    private PoleKeys keys;
    private EvidenceKey old;

    @BeforeEach
    void start() throws IOException {
        keys = new PoleKeys(folder);
        old = keys.current();
    }

    @Test
    void thereIsNoNextKeyUntilOneIsAskedFor() {
        assertEquals(Optional.empty(), keys.prepared());
        assertEquals(List.of(), keys.former());
        assertThrows(IllegalStateException.class, keys::handOver);
    }

    @Test
    void thePreparedKeyIsDurableAndFoundAgain() throws IOException {
        KeyId next = keys.prepare().id();
        assertEquals(next, keys.prepare().id());
        assertNotEquals(old.id(), next);
        restart();
        assertEquals(Optional.of(next), keys.prepared().map(EvidenceKey::id));
        assertEquals(next, keys.prepare().id());
        assertEquals(old.id(), keys.id());
    }

    @Test
    void afterHandingOverTheNextKeySignsAndThePublicHalfOfTheOldOneStays() throws Exception {
        EvidenceKey next = keys.prepare();
        keys.handOver();
        for (int i = 0; i < 2; i++) {
            assertEquals(next.id(), keys.id());
            assertEquals(next.id(), keys.current().id());
            assertArrayEquals(next.publicKey(), keys.publicKey());
            Signatures.verify(keys.algorithm(), next.publicKey(), MESSAGE, keys.sign(MESSAGE));
            assertEquals(Optional.empty(), keys.prepared());
            assertEquals(1, keys.former().size());
            assertArrayEquals(old.publicKey(), keys.former().get(0));
            assertArrayEquals(next.publicKey(), KeyFile.readPem(Files.readString(folder.resolve("evidence.pub.pem"))));
            restart();
        }
        assertFalse(Files.exists(folder.resolve("evidence.next.key")));
    }

    @Test
    void everyKeyBeforeIsKept() throws IOException {
        for (int i = 0; i < 3; i++) {
            keys.prepare();
            keys.handOver();
        }
        assertEquals(3, keys.former().size());
        restart();
        assertEquals(3, keys.former().size());
    }

    @Test
    void aNextKeyThatCannotBeStoredLeavesAllAsItIs() throws IOException {
        inTheWay("evidence.next.key.new");
        assertThrows(IOException.class, keys::prepare);
        assertEquals(Optional.empty(), keys.prepared());
        assertEquals(old.id(), keys.id());
    }

    /** The power goes at each step: before it, the disk refuses it. */
    @ParameterizedTest
    @ValueSource(strings = {"evidence-OLD.pub.pem.new", "evidence.key.new"})
    void whenHandingOverFailsTheOldKeyIsTheCurrentOneAndTheNextIsThere(String step) throws IOException {
        KeyId next = keys.prepare().id();
        Path obstacle = inTheWay(step.replace("OLD", old.id().hex()));
        assertThrows(IOException.class, keys::handOver);
        assertEquals(old.id(), keys.id());

        restart();
        assertEquals(old.id(), keys.id());
        assertEquals(Optional.of(next), keys.prepared().map(EvidenceKey::id));
        Files.delete(obstacle.resolve("x"));
        keys.handOver();
        assertEquals(next, keys.id());
        assertEquals(1, keys.former().size());
    }

    @Test
    void whatFailsBehindTheChangeIsPutRightAtTheNextStart() throws IOException {
        KeyId next = keys.prepare().id();
        byte[] nextFile = Files.readAllBytes(folder.resolve("evidence.next.key"));
        inTheWay("evidence.pub.pem.new");
        keys.handOver();
        assertEquals(next, keys.id());

        Files.delete(folder.resolve("evidence.pub.pem.new/x"));
        Files.write(folder.resolve("evidence.next.key"), nextFile); // as if the power had gone before it was deleted
        restart();
        assertEquals(next, keys.id());
        assertEquals(Optional.empty(), keys.prepared());
        assertEquals(next, KeyId.ofKey(KeyFile.readPem(Files.readString(folder.resolve("evidence.pub.pem")))));
        assertNotEquals(next, keys.prepare().id());
    }

    @Test
    void aPreparedKeyThatIsDamagedIsMadeAnewAndTheCurrentOneIsNotTouched() throws IOException {
        KeyId lost = keys.prepare().id();
        Files.writeString(folder.resolve("evidence.next.key"), "no key");
        restart();
        assertEquals(Optional.empty(), keys.prepared());
        assertNotEquals(lost, keys.prepare().id());
        assertEquals(old.id(), keys.id());
    }

    @Test
    void aPreparedKeyThatCannotBeReadIsNoReasonNotToStart() throws IOException {
        Files.createDirectory(folder.resolve("evidence.next.key"));
        restart();
        assertEquals(old.id(), keys.id());
        assertEquals(Optional.empty(), keys.prepared());
        assertThrows(IOException.class, keys::prepare);
    }

    @Test
    void aPublicKeyThatIsDamagedIsLeftOut() throws IOException {
        Files.writeString(folder.resolve("evidence-0123456789abcdef.pub.pem"), "no key");
        restart();
        assertEquals(List.of(), keys.former());
    }

    private Path inTheWay(String name) throws IOException {
        Path obstacle = Files.createDirectory(folder.resolve(name));
        Files.createFile(obstacle.resolve("x"));
        return obstacle;
    }

    private void restart() throws IOException {
        keys = new PoleKeys(folder);
    }
}
