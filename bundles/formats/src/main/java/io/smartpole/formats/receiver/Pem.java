package io.smartpole.formats.receiver;

import io.smartpole.formats.cose.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Keys as text (RFC 7468). */
public final class Pem {

    public static final String PUBLIC_KEY = "PUBLIC KEY";
    public static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final int LINE = 64;

    private Pem() {}

    /** @param label what it is, such as {@link #PUBLIC_KEY} */
    public static String encode(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return begin(label) + "\n" + base64 + "\n" + end(label) + "\n";
    }

    /**
     * @param label what it must be
     * @return the DER of the first such part
     * @throws FormatException if there is none, or it is not base64
     */
    public static byte[] decode(String label, String text) throws FormatException {
        int begin = text.indexOf(begin(label));
        int end = begin < 0 ? -1 : text.indexOf(end(label), begin);
        if (end < 0) {
            throw new FormatException("it has no part '" + begin(label) + "' ... '" + end(label) + "'");
        }
        String base64 = text.substring(begin + begin(label).length(), end).replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new FormatException("its part '" + label + "' is not base64: " + e.getMessage(), e);
        }
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
