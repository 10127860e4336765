package io.smartpole.uplink;

import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.kura.crypto.CryptoService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings in force: the latest that were accepted. What is wrong with newer ones is said, and may be right later. */
final class Configuration {

    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final TransportKeys keys;
    private final TimeSource time;
    private final Consumer<Settings> use;

    private volatile Settings settings = Settings.NONE;
    private volatile @Nullable String problem;
    private volatile List<String> notDecrypted = List.of();

    // Guarded by this.
    private @Nullable CryptoService crypto;
    private @Nullable UplinkConfig latest;
    private Duration retryAt = Duration.ZERO;

    /** @param use told of settings that differ from those before */
    Configuration(TransportKeys keys, TimeSource time, Consumer<Settings> use) {
        this.keys = keys;
        this.time = time;
        this.use = use;
    }

    synchronized void accept(UplinkConfig config) {
        latest = config;
        Passwords passwords = new Passwords(crypto);
        try {
            Settings next = Settings.of(config, passwords, keys, time).keeping(settings.tls());
            problem = null;
            notDecrypted = passwords.asTheyStand();
            if (!next.equals(settings)) {
                settings = next;
                use.accept(next);
            }
        } catch (IllegalArgumentException e) {
            if (!Objects.equals(problem, e.getMessage())) {
                LOG.warn("{} is not accepted: {}. What was used before stays in use", Uplink.PID, e.getMessage());
            }
            problem = e.getMessage();
            retryAt = time.now().sinceBoot().plus(RETRY);
        }
    }

    /** What was refused may be right by now: a certificate is refused as long as its key cannot be read. */
    synchronized void retry(Duration now) {
        if (latest != null && problem != null && now.compareTo(retryAt) >= 0) {
            accept(latest);
        }
    }

    /** Until it is there, passwords are taken as they stand. */
    synchronized void addCrypto(CryptoService present) {
        crypto = present;
        if (latest != null) {
            accept(latest);
        }
    }

    /** What it decrypted stays in use. */
    synchronized void removeCrypto(CryptoService former) {
        if (former.equals(crypto)) {
            crypto = null;
        }
    }

    Settings settings() {
        return settings;
    }

    /** @return why the latest was not accepted; null if it was */
    @Nullable
    String problem() {
        return problem;
    }

    /** @return keys of passwords that are used as they stand, since Kura could not decrypt them */
    List<String> notDecrypted() {
        return notDecrypted;
    }
}
