package io.smartpole.uplink.socket;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param authority what HTTP calls the host: with brackets, and with the port if that is not the scheme's own
 * @param path of the WebSocket; null for MQTT without WebSocket
 */
record BrokerAddress(
        String host, int port, String authority, @Nullable String path) {

    /** How often each was tried; there are as many as were ever configured. */
    private static final ConcurrentMap<BrokerAddress, Integer> TURNS = new ConcurrentHashMap<>();

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
        // Without a path it is /mqtt, as everywhere in MQTT.
        String path = uri.getRawPath().isEmpty() ? "/mqtt" : uri.getRawPath();
        return new BrokerAddress(host, port, authority, scheme.equals("wss") ? path : null);
    }

    /** @return all addresses of the host, as {@link #inTurn} orders them */
    List<InetAddress> resolve() throws UnknownHostException {
        return inTurn(List.of(InetAddress.getAllByName(host)));
    }

    /** Each time another one comes first: what accepts connections and is then silent must not be tried for ever. */
    List<InetAddress> inTurn(List<InetAddress> all) {
        List<InetAddress> turned = new ArrayList<>(all);
        turned.sort(Comparator.comparing(InetAddress::getHostAddress)); // the name server may turn them, too
        Collections.rotate(turned, -TURNS.merge(this, 1, Integer::sum) + 1);
        return turned;
    }
}
