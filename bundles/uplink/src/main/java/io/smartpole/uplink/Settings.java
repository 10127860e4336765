package io.smartpole.uplink;

import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.tls.Expiry;
import io.smartpole.uplink.tls.Tls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the uplink, checked.
 *
 * @param endpoints the preferred first; every local one comes after every cloud one
 * @param tls whom to trust and which certificate to show; null where no endpoint needs it
 * @param acknowledge what frees a stored batch
 * @param patience how long a broker may leave everything unacknowledged
 * @param returnAfter how long a better endpoint must have been up before it is used again
 * @param limitSecond KiB in a second; 0 for no limit
 * @param limitDay MiB in 24 h; 0 for no limit
 */
record Settings(
        List<Endpoint> endpoints,
        @Nullable Tls tls,
        Acknowledge acknowledge,
        Duration patience,
        Duration returnAfter,
        int limitSecond,
        int limitDay) {

    static final List<String> SLOTS = List.of("cloud1", "cloud2", "local1", "local2");

    static final Settings NONE =
            new Settings(List.of(), null, Acknowledge.PLATFORM, Duration.ofSeconds(15), Duration.ofMinutes(1), 0, 0);

    private static final int LARGEST_LIMIT = 1_000_000;

    Settings {
        endpoints = List.copyOf(endpoints);
    }

    /** What frees a stored batch. */
    enum Acknowledge {
        /** The platform's signed receipt. */
        PLATFORM,
        /** The broker's PUBACK; for a broker that is trusted to be durable. */
        PUBACK;

        private static Acknowledge of(String option) {
            return switch (option) {
                case "platform" -> PLATFORM;
                case "puback" -> PUBACK;
                default ->
                    throw new IllegalArgumentException(
                            "acknowledge must be 'platform' or 'puback', but is '" + option + "'");
            };
        }
    }

    /**
     * @return the same, but with those TLS settings where they are equal: a new one would forget its sessions
     */
    Settings keeping(@Nullable Tls former) {
        return former == null || !former.equals(tls)
                ? this
                : new Settings(endpoints, former, acknowledge, patience, returnAfter, limitSecond, limitDay);
    }

    /** @throws IllegalArgumentException naming the key, what was given and what is expected */
    static Settings of(UplinkConfig config, Passwords passwords, TransportKeys keys, TimeSource time) {
        List<Endpoint> endpoints = endpoints(config, passwords);
        String trusted = orEmpty(config.tls_trusted()).strip();
        String certificate = orEmpty(config.tls_certificate()).strip();
        boolean needed = endpoints.stream().anyMatch(Endpoint::tls) || !(trusted + certificate).isEmpty();
        return new Settings(
                endpoints,
                needed ? Tls.of(trusted, certificate, keys, time) : null,
                Acknowledge.of(orEmpty(config.acknowledge())),
                Duration.ofSeconds(number("acknowledge.timeout", config::acknowledge_timeout, 2, 300)),
                Duration.ofSeconds(number("return-after", config::return$_$after, 5, 3600)),
                number("limit.second", config::limit_second, 0, LARGEST_LIMIT),
                number("limit.day", config::limit_day, 0, LARGEST_LIMIT));
    }

    /** @return of the certificates that count for these endpoints */
    List<Expiry> expiries(Instant now) {
        Set<String> hosts = endpoints.stream()
                .filter(Endpoint::tls)
                .map(endpoint -> endpoint.uri().getHost())
                .collect(Collectors.toSet());
        return tls == null ? List.of() : tls.expiries(now, hosts);
    }

    private static List<Endpoint> endpoints(UplinkConfig config, Passwords passwords) {
        List<Endpoint> found = new ArrayList<>();
        add(
                found,
                "cloud1",
                config::cloud1_priority,
                config.cloud1_uri(),
                config.cloud1_client$_$id(),
                config.cloud1_user(),
                passwords,
                config.cloud1_password(),
                config::cloud1_keep$_$alive);
        add(
                found,
                "cloud2",
                config::cloud2_priority,
                config.cloud2_uri(),
                config.cloud2_client$_$id(),
                config.cloud2_user(),
                passwords,
                config.cloud2_password(),
                config::cloud2_keep$_$alive);
        add(
                found,
                "local1",
                config::local1_priority,
                config.local1_uri(),
                config.local1_client$_$id(),
                config.local1_user(),
                passwords,
                config.local1_password(),
                config::local1_keep$_$alive);
        add(
                found,
                "local2",
                config::local2_priority,
                config.local2_uri(),
                config.local2_client$_$id(),
                config.local2_user(),
                passwords,
                config.local2_password(),
                config::local2_keep$_$alive);
        found.sort(Comparator.comparingInt(Endpoint::priority)); // stable: equal ones stay in the order of their slots
        checkOrder(found);
        return found;
    }

    private static void add(
            List<Endpoint> endpoints,
            String name,
            IntSupplier priority,
            @Nullable String uri,
            @Nullable String clientId,
            @Nullable String user,
            Passwords passwords,
            @Nullable String password,
            IntSupplier keepAlive) {
        String given = orEmpty(uri).strip();
        if (!given.isEmpty()) {
            endpoints.add(Endpoint.of(
                    name,
                    number(name + ".priority", priority),
                    given,
                    orEmpty(clientId),
                    orEmpty(user),
                    passwords.clear(name + ".password", orEmpty(password)),
                    number(name + ".keep-alive", keepAlive)));
        }
    }

    /** A local broker in front of a cloud's would keep all readings on the pole for ever, unnoticed until it is full. */
    private static void checkOrder(List<Endpoint> ordered) {
        Endpoint local = null;
        for (Endpoint endpoint : ordered) {
            if (!endpoint.cloud()) {
                local = endpoint;
            } else if (local != null) {
                throw new IllegalArgumentException(
                        "%s.priority must be above %s.priority, which is %d, but is %d: readings reach the platform over a cloud broker only"
                                .formatted(local.name(), endpoint.name(), endpoint.priority(), local.priority()));
            }
        }
    }

    private static int number(String key, IntSupplier given, int least, int most) {
        int number = number(key, given);
        if (number < least || number > most) {
            throw new IllegalArgumentException("%s must be %d to %d, but is %d".formatted(key, least, most, number));
        }
        return number;
    }

    private static int number(String key, IntSupplier given) {
        try {
            return given.getAsInt();
        } catch (RuntimeException e) {
            // Declarative Services throws a type of its own when what was stored is no number.
            throw new IllegalArgumentException(key + " must be a whole number, but is none", e);
        }
    }

    /** Kura and the Felix ConfigAdmin differ in what an unset text is. */
    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
