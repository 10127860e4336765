package io.smartpole.uplink.socket;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param authority what HTTP calls the host: with brackets, and with the port if that is not the scheme's own
 * @param path of the WebSocket, with the query if there is one; null for MQTT without WebSocket
 */
record BrokerAddress(
        String host, int port, String authority, @Nullable String path) {

    static BrokerAddress of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = switch (scheme) {
            case "tcp" -> 1883;
            case "ssl" -> 8883;
            case "wss" -> 443;
            default -> throw new IllegalArgumentException("neither tcp nor ssl nor wss: " + scheme);
        };
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        String authority = port == standard ? uri.getHost() : uri.getHost() + ":" + port;
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        return new BrokerAddress(host, port, authority, scheme.equals("wss") ? path(uri) : null);
    }

    /** Without a path it is {@code /mqtt}, as everywhere in MQTT. */
    private static String path(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/mqtt" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
