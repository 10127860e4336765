package io.smartpole.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * To which brokers the demo's pole connects.
 *
 * @param cloud URIs, the preferred first, at most two; none for the stand-in's broker
 * @param local URIs, the preferred first, at most two
 * @param trusted PEM of the authorities whose brokers are trusted; empty for those that Java trusts
 * @param certificate PEM of the pole's certificate and its chain; empty for none
 */
record Brokers(List<String> cloud, List<String> local, String trusted, String certificate) {

    private static final int SLOTS = 2;
    private static final String HOST_AND_PORT = "([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?";
    private static final Pattern BROKER =
            Pattern.compile("(tcp|ssl)://" + HOST_AND_PORT + "|wss://" + HOST_AND_PORT + "(/[A-Za-z0-9._~/-]*)?");

    /** As the uplink sees it, which would else refuse what was accepted here, and only say so in its health. */
    private static final Pattern THIS_MACHINE =
            Pattern.compile("tcp://((?i:localhost)|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    /** As for every text in the configuration. */
    private static final int LONGEST = 65_536;

    /** What tools write around the blocks, and private keys among them, are not taken over. */
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (CERTIFICATE|X509 CRL)-----[A-Za-z0-9+/=\\n ]+-----END \\1-----");

    Brokers {
        cloud = List.copyOf(cloud);
        local = List.copyOf(local);
    }

    boolean standIn() {
        return cloud.isEmpty();
    }

    /**
     * Adds what was given to those that were given before.
     *
     * @throws IllegalArgumentException if it is no broker's URI or one too many
     */
    static void add(List<String> given, String option, String text) {
        if (!BROKER.matcher(text).matches()) {
            throw new IllegalArgumentException(option + " must be like tcp://127.0.0.1:1884, ssl://broker.city:8883 or"
                    + " wss://broker.city:443/mqtt, but is '" + text + "'");
        }
        int port = URI.create(text).getPort(); // -1 for the usual one
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException(option + " must have a port from 1 to 65535, but is '" + text + "'");
        }
        if (text.startsWith("tcp://") && !THIS_MACHINE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "%s must be ssl:// or wss:// for another machine, since without TLS anyone on the way could read and forge, but is '%s'"
                            .formatted(option, text));
        }
        if (given.size() == SLOTS) {
            throw new IllegalArgumentException(option + " may be given twice: " + text + " is one too many");
        }
        given.add(text);
    }

    /**
     * @return the certificates and revocation lists in the file, without what stands around them
     * @throws IllegalArgumentException if it cannot be read or has none
     */
    static String pem(String option, Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(option + ": cannot read " + file + ": " + reason(e), e);
        }
        String blocks = PEM.matcher(text.replace("\r", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(
                    option + ": there is no certificate in " + file + "; it must be PEM, with BEGIN CERTIFICATE");
        }
        if (blocks.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "%s: the certificates in %s have %d characters, at most %d are used; give only those of your brokers' authorities"
                            .formatted(option, file, blocks.length(), LONGEST));
        }
        return blocks;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "you may not" : String.valueOf(e.getMessage());
    }

    /**
     * All keys, also the empty ones: what an earlier start configured must be gone.
     *
     * @param mqtt port of the stand-in's broker
     * @return members of a JSON object, one a line: {@code scripts/pole} looks for the first
     */
    String json(int mqtt) {
        List<String> clouds = standIn() ? List.of("tcp://127.0.0.1:" + mqtt) : cloud;
        return """
                "cloud1.uri": "%s",
                    "cloud2.uri": "%s",
                    "local1.uri": "%s",
                    "local2.uri": "%s",
                    "tls.trusted": "%s",
                    "tls.certificate": "%s\"""".formatted(
                        clouds.get(0),
                        second(clouds),
                        local.isEmpty() ? "" : local.get(0),
                        second(local),
                        trusted.replace("\n", "\\n"),
                        certificate.replace("\n", "\\n"));
    }

    private static String second(List<String> uris) {
        return uris.size() < SLOTS ? "" : uris.get(1);
    }
}
