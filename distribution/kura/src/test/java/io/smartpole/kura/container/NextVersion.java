package io.smartpole.kura.container;

import io.smartpole.kura.PackBundles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The same add-on as its next version: our bundles have a higher version, and the package has it, too. */
final class NextVersion {

    static final String VERSION = "0.9.0";

    private NextVersion() {}

    /** @return the package, made in the folder */
    static Path of(Path dp, Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("next"));
        try (ZipFile zip = new ZipFile(dp.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (entry.getName().endsWith(".jar")) {
                    try (InputStream in = zip.getInputStream(entry);
                            OutputStream out = Files.newOutputStream(jars.resolve(entry.getName()))) {
                        if (entry.getName().startsWith("io.smartpole.")) {
                            raise(new JarInputStream(in), out);
                        } else {
                            in.transferTo(out);
                        }
                    }
                }
            }
        }
        Path next = folder.resolve("next.dp");
        PackBundles.main(new String[] {jars.toString(), next.toString(), "smartpole", VERSION, "Smart pole"});
        return next;
    }

    private static void raise(JarInputStream in, OutputStream to) throws IOException {
        Manifest manifest = in.getManifest();
        manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
        try (JarOutputStream out = new JarOutputStream(to, manifest)) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                in.transferTo(out);
                out.closeEntry();
            }
        }
    }
}
