package io.smartpole.tools.broker;

import io.smartpole.tools.terminal.UserError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The brokers over which poles are reached. A pole is at one of them at a time and may change over to another at any moment,
 * so all are listened to, and what is sent goes to all: what a pole gets twice it obeys once.
 *
 * @param uris at least one, each with its port
 * @param tls makes connections to those at {@code ssl} and {@code wss}; null for what Java does by itself
 */
public record Brokers(List<String> uris, @Nullable SSLSocketFactory tls) {

    static final String FALLBACK = "tcp://127.0.0.1:1883";

    /** No user or password: they would stay in the shell's history. */
    private static final Pattern FORM =
            Pattern.compile("(tcp|ssl|ws|wss)://(\\[[0-9a-fA-F:.]+]|[^/:@\\s\\[\\]]+)(:[0-9]{1,5})?(/\\S*)?");

    private static final Map<String, Integer> USUAL_PORTS = Map.of("tcp", 1883, "ssl", 8883, "ws", 80, "wss", 443);

    public Brokers {
        uris = List.copyOf(uris);
    }

    /**
     * @param given on the command line; empty if none
     * @param environment what the environment names, separated by commas; null if nothing
     * @param demo asked last
     * @throws UserError if one of them is not written as a broker
     */
    static List<String> uris(List<String> given, @Nullable String environment, Supplier<Optional<String>> demo) {
        Stream<String> named;
        if (!given.isEmpty()) {
            named = given.stream();
        } else if (environment != null && !environment.isBlank()) {
            named = Pattern.compile(",").splitAsStream(environment);
        } else {
            named = Stream.of(demo.get().orElse(FALLBACK));
        }
        return named.map(String::strip).map(Brokers::withPort).distinct().toList();
    }

    private static String withPort(String uri) {
        return parts(uri)
                .map(parts -> parts.group(3) != null
                        ? uri
                        : parts.group(1) + "://" + parts.group(2) + ":" + USUAL_PORTS.get(parts.group(1))
                                + (parts.group(4) == null ? "" : parts.group(4)))
                .orElseThrow(() -> new UserError("'" + uri + "' is no broker: write it as tcp://127.0.0.1:1883,"
                        + " ssl://host:8883 or wss://host:443/path"));
    }

    /** @return the URI with the port that is meant where it names none; as it is if it is no broker's */
    public static String shown(String uri) {
        return parts(uri).isPresent() ? withPort(uri) : uri;
    }

    private static Optional<Matcher> parts(String uri) {
        Matcher parts = FORM.matcher(uri);
        return parts.matches() ? Optional.of(parts) : Optional.empty();
    }

    static boolean tls(String uri) {
        return uri.startsWith("ssl:") || uri.startsWith("wss:");
    }

    /** @return for people */
    @Override
    public String toString() {
        return uris.stream().collect(Collectors.joining(" and "));
    }
}
