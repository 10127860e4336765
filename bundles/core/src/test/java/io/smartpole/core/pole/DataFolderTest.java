package io.smartpole.core.pole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // by JUnit
class DataFolderTest {

    @TempDir
    Path folder;

    private Path usual;
    private Path kura;

    @BeforeEach
    void folders() {
        usual = folder.resolve("var/lib/smartpole");
        kura = folder.resolve("kura");
    }

    @Test
    void whatTheOperatorSaysCountsOnKuraToo() {
        Map<String, String> properties =
                Map.of("smartpole.data", "/mnt/pole", "kura.data", "/persistent", "kura.home", kura.toString());
        assertEquals(Path.of("/mnt/pole/evidence"), of(properties));
    }

    @Test
    void withoutKuraItIsTheUsualFolderAndNothingIsTouched() {
        assertEquals(usual.resolve("evidence"), of(Map.of()));
        assertFalse(Files.exists(usual));
    }

    @Test
    void inAContainerItIsWhereKuraPersists() {
        Map<String, String> properties = Map.of("kura.data", "/persistent/data", "kura.home", kura.toString());
        assertEquals(Path.of("/persistent/data/smartpole/evidence"), of(properties));
    }

    @Test
    void onKuraItIsOutsideOfWhatANewInstallationOfKuraDeletes() throws IOException {
        assertEquals(usual.resolve("evidence"), of(onKura()));
        try (var left = Files.list(usual)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void whereKuraMayNotWriteTheUsualFolderItIsKurasOwn() throws IOException {
        Files.writeString(folder.resolve("var"), "a file where a folder should be");
        assertEquals(kura.resolve("data/smartpole/evidence"), of(onKura()));
    }

    @Test
    void aFolderOfDataInKuraStaysInUseWhenTheUsualOneCanBeWrittenAtLast() throws IOException {
        Files.createDirectories(kura.resolve("data/smartpole"));
        assertEquals(kura.resolve("data/smartpole/evidence"), of(onKura()));
        assertFalse(Files.exists(usual));
    }

    @Test
    void aDiskThatIsFullForOneStartDoesNotMakeThePoleLeaveItsKeysBehind() throws IOException {
        Files.createDirectories(usual.resolve("identity"));
        DataFolder.Trial full = at -> {
            throw new FileSystemException(at.toString(), null, "No space left on device");
        };
        assertEquals(usual.resolve("evidence"), DataFolder.of(onKura()::get, "evidence", usual, full));
    }

    @Test
    void aFolderThatIsSomebodyElsesIsLeftAlone() throws IOException {
        Files.createDirectories(usual.resolve("identity"));
        DataFolder.Trial denied = at -> {
            throw new AccessDeniedException(at.toString());
        };
        assertEquals(kura.resolve("data/smartpole/evidence"), DataFolder.of(onKura()::get, "evidence", usual, denied));
    }

    private Map<String, String> onKura() {
        return Map.of("kura.home", kura.toString());
    }

    private Path of(Map<String, String> properties) {
        return DataFolder.of(properties::get, "evidence", usual, DataFolder::tryToWrite);
    }
}
