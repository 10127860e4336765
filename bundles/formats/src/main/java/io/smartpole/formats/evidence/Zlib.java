package io.smartpole.formats.evidence;

import io.smartpole.formats.cose.FormatException;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compression of payloads (RFC 1950), bounded on the way back. */
public final class Zlib {

    private static final int CHUNK = 8192;

    private Zlib() {}

    public static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 16);
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * @param largest bytes that may come out
     * @throws FormatException if more would come out, or the bytes are cut short, broken, or followed by others
     */
    public static byte[] inflate(byte[] bytes, int largest) throws FormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 4);
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw new FormatException("compressed payload is cut short or needs a dictionary");
                }
                if (out.size() + count > largest) {
                    throw new FormatException("payload inflates to more than " + largest + " bytes");
                }
                out.write(chunk, 0, count);
            }
            if (inflater.getRemaining() > 0) {
                throw new FormatException("compressed payload is followed by other bytes");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new FormatException("compressed payload is broken: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
