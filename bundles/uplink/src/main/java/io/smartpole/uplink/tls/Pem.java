package io.smartpole.uplink.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text (RFC 7468).
 *
 * @param type what its first line says, such as {@code CERTIFICATE}
 * @param der its content
 */
record Pem(String type, byte[] der) {

    /** More than the configuration documents of the platform can carry. */
    static final int LONGEST_TEXT = 64 * 1024;

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----([^-]*+)-----END \\1-----");
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");
    private static final String DASHES = "-----";

    /**
     * Reads all blocks; what stands between them is a comment. Line breaks may be missing: some forms lose them.
     *
     * @param key in the configuration, for the message
     * @throws IllegalArgumentException if that is no PEM, or too long
     */
    static List<Pem> read(String key, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "%s must have at most %d characters, but has %d".formatted(key, LONGEST_TEXT, text.length()));
        }
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        int end = 0;
        while (matcher.find()) {
            checkComment(key, text.substring(end, matcher.start()));
            blocks.add(new Pem(matcher.group(1), decode(key, blocks.size() + 1, matcher.group(2))));
            end = matcher.end();
        }
        checkComment(key, text.substring(end));
        if (blocks.isEmpty() && !text.isBlank()) {
            throw notPem(key, "there is no block in it");
        }
        return blocks;
    }

    private static byte[] decode(String key, int number, String base64) {
        try {
            return Base64.getDecoder().decode(WHITESPACE.matcher(base64).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw notPem(key, "block " + number + " is not base64");
        }
    }

    /** Half a block must not pass for a comment: it would silently trust less, or more, than was meant. */
    private static void checkComment(String key, String text) {
        if (text.contains(DASHES)) {
            throw notPem(key, "a block is incomplete");
        }
    }

    private static IllegalArgumentException notPem(String key, String problem) {
        return new IllegalArgumentException(
                key + " must be PEM, blocks from '-----BEGIN ...-----' to '-----END ...-----', but " + problem);
    }
}
