package io.smartpole.kura.container;

import io.smartpole.kura.container.inside.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The forms that Kura's console makes of what is in a deployment package. */
final class Forms {

    private static final String FOLDER = "OSGI-INF/metatype/";

    private Forms() {}

    /** @return by PID, which is the name of the file */
    static Map<String, byte[]> files(Path dp) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(dp.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (entry.getName().endsWith(".jar")) {
                    try (InputStream jar = zip.getInputStream(entry)) {
                        read(new ZipInputStream(jar), files);
                    }
                }
            }
        }
        return files;
    }

    private static void read(ZipInputStream jar, Map<String, byte[]> files) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            String name = entry.getName();
            if (name.startsWith(FOLDER) && name.endsWith(".xml")) {
                files.put(name.substring(FOLDER.length(), name.length() - ".xml".length()), jar.readAllBytes());
            }
        }
    }

    /** @return the forms that Kura finds, by PID */
    static Map<String, Form> of(Path dp) throws Exception {
        Map<String, Form> forms = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files(dp).entrySet()) {
            forms.put(
                    file.getKey(),
                    Objects.requireNonNull(
                            Form.read(new ByteArrayInputStream(file.getValue()), file.getKey()),
                            "the id of the object class is not the name of the file " + file.getKey()));
        }
        return forms;
    }
}
