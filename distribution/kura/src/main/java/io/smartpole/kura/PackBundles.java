package io.smartpole.kura;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a folder of bundles into a deployment package, as Kura installs it (OSGi Compendium 7, chapter 114.3).
 *
 * <pre>
 * META-INF/MANIFEST.MF    first; a main section, then one section for each bundle
 * (the jars)              in the order of their sections, which is the order in which they are started
 * </pre>
 *
 * All entries bear one date, so that the same jars give the same bytes.
 */
public final class PackBundles {

    /** The configuration is judged by one bundle: it starts before those that are configured. */
    private static final List<String> FIRST =
            List.of("io.smartpole.core", "io.smartpole.formats", "io.smartpole.configuration");

    /** A manifest's line has at most 72 bytes, its end not counted. */
    private static final int LINE = 72;

    /** The earliest that a zip can say. */
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private PackBundles() {}

    /**
     * What the package says of itself.
     *
     * @param symbolicName one package of that name is installed; the next version replaces it
     * @param version of OSGi's form, which Maven's {@code 1.0.0-SNAPSHOT} has not
     * @param name for people
     */
    public record Title(String symbolicName, String version, String name) {
        public Title {
            if (!symbolicName.matches("[A-Za-z0-9_.-]+")) {
                throw new IllegalArgumentException("symbolic name '" + symbolicName + "': letters, digits, . _ -");
            }
            if (!version.matches("\\d+\\.\\d+\\.\\d+(\\.[A-Za-z0-9_-]+)?")) {
                throw new IllegalArgumentException("version '" + version + "': Kura wants 1.2.3 or 1.2.3.word");
            }
        }
    }

    private record Bundle(String file, String symbolicName, String version, byte[] bytes) {}

    /** Arguments: the folder of the bundles, the package to write, its symbolic name, version and name. */
    public static void main(String[] args) throws IOException {
        pack(Path.of(args[0]), Path.of(args[1]), new Title(args[2], args[3], args[4]));
    }

    /** Writes {@code target} from all jars in {@code folder}. */
    public static void pack(Path folder, Path target, Title title) throws IOException {
        List<Bundle> bundles = bundles(folder);
        if (bundles.isEmpty()) {
            throw new IOException("no bundle in " + folder + ": nothing to pack");
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            add(zip, JarFile.MANIFEST_NAME, manifest(title, bundles).getBytes(UTF_8));
            for (Bundle bundle : bundles) {
                add(zip, bundle.file, bundle.bytes);
            }
        }
    }

    private static List<Bundle> bundles(Path folder) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            bundles.add(bundle(jar));
        }
        bundles.sort(Comparator.comparingInt(PackBundles::turn).thenComparing(Bundle::symbolicName));
        return bundles;
    }

    private static Bundle bundle(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes headers = file.getManifest() == null
                    ? new Attributes()
                    : file.getManifest().getMainAttributes();
            String name = headers.getValue("Bundle-SymbolicName");
            String version = headers.getValue("Bundle-Version");
            if (name == null || version == null) {
                throw new IOException(jar + " is no bundle: it has no Bundle-SymbolicName or no Bundle-Version");
            }
            String withoutDirectives = name.replaceFirst(";.*", "").strip();
            return new Bundle(
                    String.valueOf(jar.getFileName()), withoutDirectives, version.strip(), Files.readAllBytes(jar));
        }
    }

    private static int turn(Bundle bundle) {
        int first = FIRST.indexOf(bundle.symbolicName);
        return first >= 0 ? first : FIRST.size();
    }

    private static String manifest(Title title, List<Bundle> bundles) {
        StringBuilder text = new StringBuilder();
        header(text, "Manifest-Version", "1.0");
        header(text, "DeploymentPackage-ManifestVersion", "1");
        header(text, "DeploymentPackage-SymbolicName", title.symbolicName);
        header(text, "DeploymentPackage-Version", title.version);
        header(text, "DeploymentPackage-Name", title.name);
        header(text, "DeploymentPackage-Vendor", "Smart pole maintainers");
        header(text, "DeploymentPackage-License", "https://www.eclipse.org/legal/epl-2.0/");
        for (Bundle bundle : bundles) {
            text.append("\r\n");
            header(text, "Name", bundle.file);
            header(text, "Bundle-SymbolicName", bundle.symbolicName);
            header(text, "Bundle-Version", bundle.version);
        }
        return text.append("\r\n").toString();
    }

    /** Names of bundles and of files are plain ASCII: a character is a byte. */
    private static void header(StringBuilder text, String name, String value) {
        String line = name + ": " + value;
        while (line.length() > LINE) {
            text.append(line, 0, LINE).append("\r\n");
            line = " " + line.substring(LINE);
        }
        text.append(line).append("\r\n");
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(DATE);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
