package io.smartpole.uplink;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A broker and how to log in to it.
 *
 * @param name its slot in the configuration: {@code cloud1}, {@code cloud2}, {@code local1} or {@code local2}
 * @param priority lower is preferred
 * @param uri {@code ssl://host:port}, {@code wss://host:port/path}, or {@code tcp://host:port} where host is this machine
 * @param clientId MQTT client id; empty for the default
 * @param user empty for none
 * @param password empty for none
 * @param keepAlive how long the connection may be silent, in whole seconds
 */
record Endpoint(String name, int priority, URI uri, String clientId, String user, String password, Duration keepAlive) {

    private static final int LONGEST_TEXT = 256;
    private static final int SHORTEST_KEEP_ALIVE = 5;
    private static final int LONGEST_KEEP_ALIVE = 1200;
    private static final int LAST_PRIORITY = 100;
    private static final Set<String> SCHEMES = Set.of("ssl", "wss", "tcp");
    private static final Pattern NUMBERS = Pattern.compile("[\\d.]+");
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    /** @throws IllegalArgumentException naming the key, what was given and what is expected */
    static Endpoint of(
            String name, int priority, String uri, String clientId, String user, String password, int keepAlive) {
        checkNumber(name + ".keep-alive", keepAlive, SHORTEST_KEEP_ALIVE, LONGEST_KEEP_ALIVE, " seconds");
        checkNumber(name + ".priority", priority, 1, LAST_PRIORITY, "");
        if (user.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ".password must not be set without " + name + ".user (MQTT 3.1.1), but is set");
        }
        checkText(name + ".client-id", clientId);
        checkText(name + ".user", user);
        return new Endpoint(
                name, priority, checkUri(name + ".uri", uri), clientId, user, password, Duration.ofSeconds(keepAlive));
    }

    private static void checkNumber(String key, int number, int least, int most, String unit) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "%s must be %d to %d%s, but is %d".formatted(key, least, most, unit, number));
        }
    }

    private static void checkText(String key, String text) {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(key + " must have at most " + LONGEST_TEXT
                    + " characters and no control characters, but is not so");
        }
    }

    private static URI checkUri(String key, String text) {
        if (text.contains("@")) {
            // Not repeated in the message: it may hold a password.
            throw new IllegalArgumentException(
                    key + " must be without '@', since user and password have keys of their own, but is with one");
        }
        String problem = key
                + " must be ssl://host:port, wss://host:port/path, or tcp://host:port on this machine, with a port from 1 to"
                + " 65535, but is '" + text + "'";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(problem, e);
        }
        String scheme = scheme(uri);
        if (uri.getHost() == null
                || isNoAddress(uri.getHost())
                || uri.getPort() == 0
                || uri.getPort() > 65535
                || !(uri.getRawPath().isEmpty() || scheme.equals("wss"))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException(problem);
        }
        if (scheme.equals("tcp") && !isThisMachine(uri.getHost())) {
            throw new IllegalArgumentException(
                    "%s must be ssl:// or wss:// for another machine, since without TLS anyone on the way could read and forge, but is '%s'"
                            .formatted(key, text));
        }
        return uri;
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    /** A name server would be asked for it, and never knows it. */
    private static boolean isNoAddress(String host) {
        return NUMBERS.matcher(host).matches() && !IPV4.matcher(host).matches();
    }

    /** Decided without asking a name server, since its answer may change later. */
    private static boolean isThisMachine(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        boolean literal = host.startsWith("[") || IPV4.matcher(host).matches();
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** @return whether the platform stands behind it, so that receipts count and stored readings go there */
    boolean cloud() {
        return name.startsWith("cloud");
    }

    boolean tls() {
        return !scheme(uri).equals("tcp");
    }

    /** @return whether other poles use it too, so that they must not all come at once */
    boolean shared() {
        return !isThisMachine(uri.getHost());
    }

    /** @return for people and logs: without the password, which {@link #toString} therefore leaves out too */
    String label() {
        return name + " " + uri;
    }

    @Override
    public String toString() {
        return label();
    }
}
