package io.smartpole.uplink;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A broker and how to log in to it.
 *
 * @param name its slot in the configuration, such as {@code cloud1}
 * @param uri {@code ssl://host:port}, or {@code tcp://host:port} where host is this machine
 * @param clientId MQTT client id; empty for the default
 * @param user empty for none
 * @param password empty for none
 * @param keepAlive how long the connection may be silent, in whole seconds
 */
record Endpoint(String name, URI uri, String clientId, String user, String password, Duration keepAlive) {

    private static final int LONGEST_TEXT = 256;
    private static final int SHORTEST_KEEP_ALIVE = 5;
    private static final int LONGEST_KEEP_ALIVE = 1200;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** @throws IllegalArgumentException naming the key, what was given and what is expected */
    static Endpoint of(String name, String uri, String clientId, String user, String password, int keepAlive) {
        if (keepAlive < SHORTEST_KEEP_ALIVE || keepAlive > LONGEST_KEEP_ALIVE) {
            throw new IllegalArgumentException("%s.keep-alive must be %d to %d seconds, but is %d"
                    .formatted(name, SHORTEST_KEEP_ALIVE, LONGEST_KEEP_ALIVE, keepAlive));
        }
        if (user.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ".password is set without " + name + ".user, which MQTT 3.1.1 does not allow");
        }
        checkText(name + ".client-id", clientId);
        checkText(name + ".user", user);
        return new Endpoint(
                name, checkUri(name + ".uri", uri), clientId, user, password, Duration.ofSeconds(keepAlive));
    }

    private static void checkText(String key, String text) {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    key + " must have at most " + LONGEST_TEXT + " characters and no control characters");
        }
    }

    private static URI checkUri(String key, String text) {
        if (text.contains("@")) {
            // Not repeated in the message: it may hold a password.
            throw new IllegalArgumentException(key + " must not contain '@': user and password have keys of their own");
        }
        String problem = key + " must be ssl://host:port, or tcp://host:port on this machine, but is '" + text + "'";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(problem, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null
                || uri.getPort() == 0
                || uri.getPort() > 65535
                || !uri.getRawPath().isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !(scheme.equals("ssl") || scheme.equals("tcp"))) {
            throw new IllegalArgumentException(problem);
        }
        if (scheme.equals("tcp") && !isThisMachine(uri.getHost())) {
            throw new IllegalArgumentException(
                    "%s is '%s': without TLS anyone on the way could read and forge; use ssl:// (tcp:// is for this machine only)"
                            .formatted(key, text));
        }
        return uri;
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

    boolean tls() {
        return uri.getScheme().equalsIgnoreCase("ssl");
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
