package io.smartpole.kura;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What a bundle says of itself in its manifest. */
record BundleHeaders(String symbolicName, String version, Attributes all) {

    /**
     * One of the comma-separated parts of a header.
     *
     * @param parameters attributes and directives, the latter with a colon at the end of the name
     */
    record Clause(String name, Map<String, String> parameters) {

        boolean optional() {
            return "optional".equals(parameters.get("resolution:"));
        }

        String version() {
            return parameters.getOrDefault("version", "0");
        }
    }

    static BundleHeaders read(byte[] jar) throws IOException {
        // The manifest need not be a jar's first entry.
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    Attributes all = new Manifest(zip).getMainAttributes();
                    String name = String.valueOf(all.getValue("Bundle-SymbolicName"));
                    return new BundleHeaders(
                            split(name, ';').get(0), String.valueOf(all.getValue("Bundle-Version")), all);
                }
            }
        }
        throw new IOException("a jar without manifest");
    }

    List<Clause> clauses(String header) {
        String text = all.getValue(header);
        if (text == null) {
            return List.of();
        }
        List<Clause> clauses = new ArrayList<>();
        for (String part : split(text, ',')) {
            List<String> names = new ArrayList<>();
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String piece : split(part, ';')) {
                int equals = piece.indexOf('=');
                if (equals < 0) {
                    names.add(piece);
                } else {
                    String value = piece.substring(equals + 1).replace("\"", "");
                    parameters.put(piece.substring(0, equals).strip(), value.strip());
                }
            }
            names.forEach(name -> clauses.add(new Clause(name, parameters)));
        }
        return clauses;
    }

    /** Splits where the separator is outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
