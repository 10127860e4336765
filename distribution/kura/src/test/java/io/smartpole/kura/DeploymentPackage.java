package io.smartpole.kura;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A deployment package, read as strictly as OSGi Compendium 7, chapter 114.3, has it; made without the packing code.
 *
 * @param headers the main section
 * @param jars in their order, by the name of the file
 */
record DeploymentPackage(Map<String, String> headers, Map<String, byte[]> jars) {

    private static final List<String> NEEDED =
            List.of("DeploymentPackage-ManifestVersion", "DeploymentPackage-SymbolicName", "DeploymentPackage-Version");

    static DeploymentPackage read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    static DeploymentPackage read(byte[] bytes) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            // 1. the manifest comes first: an installer reads the package as it arrives
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals("META-INF/MANIFEST.MF")) {
                throw new IOException("the first entry is " + (first == null ? "missing" : first.getName()));
            }
            List<Map<String, String>> sections = sections(zip.readAllBytes());

            // 2. it names the package
            Map<String, String> main = sections.remove(0);
            for (String header : NEEDED) {
                if (!main.containsKey(header)) {
                    throw new IOException("no " + header);
                }
            }

            // 3. then the jars, in the order of their sections, and nothing else
            Map<String, byte[]> jars = new LinkedHashMap<>();
            for (Map<String, String> section : sections) {
                ZipEntry entry = zip.getNextEntry();
                if (entry == null || !entry.getName().equals(section.get("Name"))) {
                    throw new IOException(
                            "section " + section.get("Name") + ", entry " + (entry == null ? "none" : entry.getName()));
                }
                byte[] jar = zip.readAllBytes();
                jars.put(entry.getName(), jar);

                // 4. a section says what the bundle says of itself
                BundleHeaders own = BundleHeaders.read(jar);
                if (!own.symbolicName().equals(section.get("Bundle-SymbolicName"))
                        || !own.version().equals(section.get("Bundle-Version"))) {
                    throw new IOException(entry.getName() + " is " + own.symbolicName() + " " + own.version()
                            + ", its section says " + section);
                }
            }
            ZipEntry more = zip.getNextEntry();
            if (more != null) {
                throw new IOException(more.getName() + " has no section");
            }
            return new DeploymentPackage(main, jars);
        }
    }

    List<BundleHeaders> bundles() throws IOException {
        List<BundleHeaders> bundles = new ArrayList<>();
        for (byte[] jar : jars.values()) {
            bundles.add(BundleHeaders.read(jar));
        }
        return bundles;
    }

    List<String> symbolicNames() throws IOException {
        return bundles().stream().map(BundleHeaders::symbolicName).toList();
    }

    /** By hand, since {@link Manifest} forgets the order of the sections. */
    private static List<Map<String, String>> sections(byte[] manifest) throws IOException {
        List<Map<String, String>> sections = new ArrayList<>();
        String unfolded = new String(manifest, UTF_8).replace("\r\n", "\n").replace("\n ", "");
        for (String part : unfolded.strip().split("\n\n+", -1)) {
            Map<String, String> section = new LinkedHashMap<>();
            for (String line : part.split("\n", -1)) {
                String[] header = line.split(": ", 2);
                if (header.length != 2 || section.put(header[0], header[1]) != null) {
                    throw new IOException("not a header, or twice: " + line);
                }
            }
            sections.add(section);
        }
        return sections;
    }
}
