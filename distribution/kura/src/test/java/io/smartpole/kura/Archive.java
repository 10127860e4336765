package io.smartpole.kura;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The two old formats that a Debian package is made of, as far as these packages use them. */
final class Archive {

    private Archive() {}

    /**
     * A file or folder in a tar.
     *
     * @param type {@code 0} file, {@code 5} folder
     * @param mode the permissions, in octal as people write them
     * @param time seconds since 1970
     */
    record Entry(char type, String mode, String user, String group, long time, byte[] bytes) {}

    /** Global header "!&lt;arch&gt;", then for each member 60 bytes of header and its bytes, at even places. */
    static Map<String, byte[]> ar(Path file) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            if (!text(in.readNBytes(8), 0, 8).equals("!<arch>\n")) {
                throw new IOException(file + " is no ar archive");
            }
            while (in.available() > 0) {
                byte[] header = in.readNBytes(60);
                int size = Integer.parseInt(text(header, 48, 10).strip());
                String name = text(header, 0, 16).strip();
                members.put(name.endsWith("/") ? name.substring(0, name.length() - 1) : name, in.readNBytes(size));
                in.skipNBytes(size % 2);
            }
        }
        return members;
    }

    /** Blocks of 512 bytes: a header, then the bytes of the file, filled up; a block of zeros is the end. */
    static Map<String, Entry> tarGz(InputStream compressed) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(compressed, 1 << 16))) {
            while (true) {
                byte[] header = new byte[512];
                in.readFully(header);
                String name = text(header, 345, 155) + text(header, 0, 100);
                if (name.isEmpty()) {
                    return entries;
                }
                char type = (char) header[156];
                if (type != '0' && type != '5') {
                    throw new IOException(name + " is of type " + type + ", which nobody expected here");
                }
                int size = (int) octal(header, 124, 12);
                byte[] bytes = new byte[size];
                in.readFully(bytes);
                in.skipNBytes((512 - size % 512) % 512);
                Entry entry = new Entry(
                        type,
                        Long.toOctalString(octal(header, 100, 8) & 07777),
                        text(header, 265, 32),
                        text(header, 297, 32),
                        octal(header, 136, 12),
                        bytes);
                if (entries.put(name, entry) != null) {
                    throw new IOException(name + " is in it twice");
                }
            }
        }
    }

    private static long octal(byte[] header, int at, int length) {
        return Long.parseLong(text(header, at, length).strip(), 8);
    }

    private static String text(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, US_ASCII);
    }
}
