package io.smartpole.kura;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.kura.PackBundles.Title;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackBundlesTest {

    private static final Title TITLE = new Title("pole", "1.2.3", "A pole");

    @TempDir
    Path temp;

    private Path folder = Path.of(".");
    private Path dp = Path.of(".");

    @BeforeEach
    void anEmptyFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("bundles"));
        dp = temp.resolve("pole.dp");
    }

    @Test
    void coreStartsFirstThenFormatsThenConfigurationThenTheOthersByName() throws IOException {
        for (String name : List.of("org.b", "io.smartpole.configuration", "io.smartpole.core", "org.a")) {
            TestBundle.of(name, "1.0.0").writeTo(folder.resolve(name + ".jar"));
        }
        TestBundle.of("io.smartpole.formats;singleton:=true", "1.0.0").writeTo(folder.resolve("0.jar"));
        PackBundles.pack(folder, dp, TITLE);
        assertEquals(
                List.of("io.smartpole.core", "io.smartpole.formats", "io.smartpole.configuration", "org.a", "org.b"),
                DeploymentPackage.read(dp).symbolicNames());
    }

    @Test
    void aLongNameIsFoldedAndIsReadWholeByJavaToo() throws IOException {
        String name = "org.example." + "x".repeat(150);
        TestBundle.of(name, "1.0.0").writeTo(folder.resolve("long.jar"));
        PackBundles.pack(folder, dp, TITLE);
        assertEquals(List.of(name), DeploymentPackage.read(dp).symbolicNames());
        try (JarFile jar = new JarFile(dp.toFile())) {
            Attributes section = jar.getManifest().getAttributes("long.jar");
            assertEquals(name, section.getValue("Bundle-SymbolicName"));
            String manifest = new String(
                    jar.getInputStream(jar.getEntry(JarFile.MANIFEST_NAME)).readAllBytes(), UTF_8);
            assertTrue(manifest.lines().allMatch(line -> line.length() <= 72), manifest);
        }
    }

    @Test
    void theSameJarsGiveTheSameBytesWhateverTheirDatesAre() throws IOException {
        Path jar = folder.resolve("a.jar");
        TestBundle.of("org.a", "1.0.0").writeTo(jar);
        PackBundles.pack(folder, dp, TITLE);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        Path again = temp.resolve("again.dp");
        PackBundles.pack(folder, again, TITLE);
        assertArrayEquals(Files.readAllBytes(dp), Files.readAllBytes(again));
    }

    @Test
    void whatIsNoJarIsLeftOut() throws IOException {
        TestBundle.of("org.a", "1.0.0").writeTo(folder.resolve("a.jar"));
        Files.writeString(folder.resolve("README.md"), "hello");
        PackBundles.pack(folder, dp, TITLE);
        assertEquals(List.of("org.a"), DeploymentPackage.read(dp).symbolicNames());
    }

    @Test
    void anEmptyFolderIsNotPacked() {
        assertThrows(IOException.class, () -> PackBundles.pack(folder, dp, TITLE));
        assertFalse(Files.exists(dp));
    }

    @Test
    void aJarThatIsNoBundleIsNamedAndNothingIsPacked() throws IOException {
        TestBundle.of("org.a", "1.0.0").writeTo(folder.resolve("a.jar"));
        TestBundle.plain().writeTo(folder.resolve("plain.jar"));
        IOException e = assertThrows(IOException.class, () -> PackBundles.pack(folder, dp, TITLE));
        assertTrue(String.valueOf(e.getMessage()).contains("plain.jar is no bundle"), e::getMessage);
        assertFalse(Files.exists(dp));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0-SNAPSHOT", "1.0", "1", "1.0.0.", "v1.0.0", ""})
    void aVersionThatKuraRefusesIsRefusedHere(String version) {
        assertThrows(IllegalArgumentException.class, () -> new Title("pole", version, "A pole"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smart pole", "pole;x", ""})
    void aSymbolicNameThatKuraRefusesIsRefusedHere(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Title(name, "1.0.0", "A pole"));
    }
}
