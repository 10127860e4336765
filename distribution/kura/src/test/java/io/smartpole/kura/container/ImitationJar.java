package io.smartpole.kura.container;

import io.smartpole.kura.container.inside.KuraImitation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.eclipse.kura.configuration.ConfigurationService;

/**
 * Makes the bundle that stands in for Kura: our declarations of Kura's API under the name of Kura's own API bundle, and the imitation
 * of what is behind them.
 */
final class ImitationJar {

    private static final String IMPORTS =
            "javax.crypto,javax.crypto.spec,javax.servlet,javax.servlet.http,org.osgi.framework,org.osgi.framework.dto,org.osgi.dto,"
                    + "org.osgi.service.cm,org.osgi.service.component.runtime,org.osgi.service.component.runtime.dto,"
                    + "org.osgi.service.deploymentadmin,org.osgi.service.http,org.osgi.service.metatype,org.osgi.util.tracker,"
                    + "javax.xml.parsers,org.w3c.dom,org.xml.sax";

    private ImitationJar() {}

    /** @return the folder with the bundle in it */
    static Path into(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (JarFile api = new JarFile(origin(ConfigurationService.class).toFile())) {
            Manifest manifest = new Manifest();
            Attributes headers = manifest.getMainAttributes();
            headers.putValue("Manifest-Version", "1.0");
            headers.putValue("Bundle-ManifestVersion", "2");
            headers.putValue("Bundle-SymbolicName", "org.eclipse.kura.api");
            headers.putValue("Bundle-Version", "5.5.0");
            headers.putValue("Bundle-Activator", KuraImitation.class.getName());
            headers.putValue("Import-Package", IMPORTS);
            headers.putValue(
                    "Export-Package", api.getManifest().getMainAttributes().getValue("Export-Package"));
            try (JarOutputStream out =
                    new JarOutputStream(Files.newOutputStream(folder.resolve("kura-imitation.jar")), manifest)) {
                for (JarEntry entry : api.stream().toList()) {
                    if (entry.getName().endsWith(".class")) {
                        put(out, entry.getName(), api.getInputStream(entry).readAllBytes());
                    }
                }
                Path classes = origin(KuraImitation.class);
                for (Path file : classesOf(classes)) {
                    put(out, classes.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return folder;
    }

    private static List<Path> classesOf(Path classes) throws IOException {
        try (Stream<Path> files =
                Files.list(classes.resolve(KuraImitation.class.getPackageName().replace('.', '/')))) {
            return files.sorted().toList();
        }
    }

    private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    /** @return the jar or folder that a class was loaded from */
    static Path origin(Class<?> type) {
        try {
            return Path.of(
                    Objects.requireNonNull(type.getProtectionDomain().getCodeSource(), "classes of this path have one")
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
