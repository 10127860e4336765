package io.smartpole.hardware.profile;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.profile.HardwareProfile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which profile is in use: the configured one; if that is refused, the one accepted last; else none. */
final class ProfileChoice {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileChoice.class);

    private final ProfileStore store;
    private final ProfileReader reader = new ProfileReader();
    private @Nullable HardwareProfile inUse;
    private volatile HealthResult health = HealthResult.ok("not configured yet");

    ProfileChoice(ProfileStore store) {
        this.store = store;
    }

    /**
     * @param shipped name of the profile that shall be used
     * @param own name of an own profile instead, or empty
     * @return the profile to use; empty if there never was a good one
     */
    Optional<HardwareProfile> choose(String shipped, String own) {
        boolean isOwn = !own.isEmpty();
        String name = isOwn ? own : shipped;
        try {
            byte[] yaml = isOwn ? store.own(name) : store.shipped(name);
            HardwareProfile profile = reader.read(name, yaml);
            store.keep(yaml);
            inUse = profile;
            health = HealthResult.ok("profile " + name);
            LOG.info("hardware profile {}: {}", name, profile.title());
        } catch (ProfileRefused e) {
            if (inUse == null) {
                inUse = lastAccepted().orElse(null);
            }
            String problems = String.valueOf(e.getMessage());
            health = refused(isOwn, name, problems.replace("\n", "; "));
            LOG.error("{}hardware profile '{}' is refused:\n{}", isOwn ? "own " : "", name, problems);
            LOG.info("hardware profile in use: {}", inUse == null ? "none" : inUse.name());
        }
        return Optional.ofNullable(inUse);
    }

    private HealthResult refused(boolean isOwn, String name, String problems) {
        String key = isOwn ? "own" : "profile";
        String action = isOwn
                ? "correct the own profile and restart, or set 'own' of smartpole.hardware to another, or to nothing to"
                        + " use 'profile'"
                : "set 'profile' of smartpole.hardware to one of the list, or 'own' to an own profile";
        return inUse == null
                ? HealthResult.critical(
                        "no hardware profile, so outputs stay untouched; %s '%s' is refused: %s"
                                .formatted(key, name, problems),
                        action)
                : HealthResult.warn(
                        "hardware profile: %s '%s' is refused, %s stays in use: %s"
                                .formatted(key, name, inUse.name(), problems),
                        action);
    }

    private Optional<HardwareProfile> lastAccepted() {
        Optional<byte[]> kept = store.accepted();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.readKept(kept.get()));
        } catch (ProfileRefused e) {
            LOG.error("the profile accepted last does not pass today's checks:\n{}", e.getMessage());
            return Optional.empty();
        }
    }

    HealthResult health() {
        return health;
    }
}
