package io.smartpole.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.BundleActivator;

/** Copies of the assembled gateway, for tests that put something else into one. */
public final class Home {

    private Home() {}

    /** @return the copy */
    public static Path copyTo(Path home) throws IOException {
        Path original = RunningGateway.home();
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(original.relativize(file).toString()));
            }
        }
        return home;
    }

    /** Adds a bundle made of one class, which is started last. */
    public static void install(Path home, Class<? extends BundleActivator> activator) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", activator.getSimpleName());
        headers.putValue("Bundle-Activator", activator.getName());
        headers.putValue(
                "Import-Package",
                "org.osgi.framework,io.smartpole.core.config,io.smartpole.core.health,io.smartpole.core.light");
        String name = activator.getName().replace('.', '/') + ".class";
        Path folder = Files.createDirectories(home.resolve("bundle/9"));
        Path jar = folder.resolve(activator.getSimpleName() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = Objects.requireNonNull(Home.class.getResourceAsStream("/" + name))) {
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
        }
    }
}
