package io.smartpole.kura;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** A reader that lets faults pass shows nothing. */
class DeploymentPackageTest {

    private static final byte[] A = TestBundle.of("org.a", "1.0.0").bytes();
    private static final byte[] B =
            TestBundle.of("org.b;singleton:=true", "2.0.0").bytes();
    private static final String MAIN = """
            Manifest-Version: 1.0
            DeploymentPackage-ManifestVersion: 1
            DeploymentPackage-SymbolicName: pole
            DeploymentPackage-Version: 1.2.3

            """;
    private static final String SECTION_A = section("a.jar", "org.a", "1.0.0");
    private static final String SECTION_B = section("b.jar", "org.b", "2.0.0");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    @Test
    void aRightPackageIsRead() throws IOException {
        add(MANIFEST, MAIN + SECTION_A + SECTION_B).add("a.jar", A).add("b.jar", B);
        DeploymentPackage read = read();
        assertEquals(List.of("org.a", "org.b"), read.symbolicNames());
        assertEquals("1.2.3", read.headers().get("DeploymentPackage-Version"));
    }

    @Test
    void theManifestComesFirst() throws IOException {
        add("a.jar", A).add(MANIFEST, MAIN + SECTION_A);
        assertRefused("the first entry is a.jar");
    }

    @Test
    void aPackageHasAName() throws IOException {
        add(MANIFEST, MAIN.replace("DeploymentPackage-SymbolicName", "Symbolic") + SECTION_A)
                .add("a.jar", A);
        assertRefused("no DeploymentPackage-SymbolicName");
    }

    @Test
    void theJarsComeInTheOrderOfTheirSections() throws IOException {
        add(MANIFEST, MAIN + SECTION_A + SECTION_B).add("b.jar", B).add("a.jar", A);
        assertRefused("section a.jar, entry b.jar");
    }

    @Test
    void aSectionHasAJar() throws IOException {
        add(MANIFEST, MAIN + SECTION_A + SECTION_B).add("a.jar", A);
        assertRefused("section b.jar, entry none");
    }

    @Test
    void aJarHasASection() throws IOException {
        add(MANIFEST, MAIN + SECTION_A).add("a.jar", A).add("b.jar", B);
        assertRefused("b.jar has no section");
    }

    @Test
    void aSectionSaysTheBundlesNameWithoutDirectives() throws IOException {
        add(MANIFEST, MAIN + section("b.jar", "org.b;singleton:=true", "2.0.0")).add("b.jar", B);
        assertRefused("b.jar is org.b 2.0.0");
    }

    @Test
    void aSectionSaysTheBundlesVersion() throws IOException {
        add(MANIFEST, MAIN + section("a.jar", "org.a", "1.0.1")).add("a.jar", A);
        assertRefused("a.jar is org.a 1.0.0");
    }

    private static String section(String file, String symbolicName, String version) {
        return "Name: " + file + "\nBundle-SymbolicName: " + symbolicName + "\nBundle-Version: " + version + "\n\n";
    }

    private DeploymentPackageTest add(String name, String text) throws IOException {
        return add(name, text.getBytes(UTF_8));
    }

    private DeploymentPackageTest add(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    private DeploymentPackage read() throws IOException {
        zip.close();
        return DeploymentPackage.read(bytes.toByteArray());
    }

    private void assertRefused(String why) {
        IOException e = assertThrows(IOException.class, this::read);
        assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
    }
}
