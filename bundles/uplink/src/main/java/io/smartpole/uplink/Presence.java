package io.smartpole.uplink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.Moment;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the retained topic {@code state} says:
 *
 * <pre>
 *   {"status": "online", "boot", "endpoint": "cloud1", "active": true, "nonce", "version", "platform",
 *    "restart": "after-clean-stop", "profile", "time"}
 *   {"status": "offline", "boot", "endpoint": "cloud1"}             also as last will; "asleep" where that is expected
 * </pre>
 *
 * @param boot hex of the boot id
 * @param nonce of this boot
 * @param version of the gateway
 * @param platform what it runs on, such as {@code Java 17.0.15, Linux 6.12}
 * @param profile gives the hardware profile in force; null if there is none
 * @param before tells how the process before this one ended
 */
record Presence(
        String boot,
        String nonce,
        String version,
        String platform,
        Supplier<@Nullable HardwareProfile> profile,
        Supplier<Optional<PreviousEnd>> before) {

    /**
     * What can change while the pole is online, and is then said again.
     *
     * @param active whether the pole sends over this endpoint, or only keeps it ready
     */
    record Variable(
            boolean active,
            @Nullable String profile,
            @Nullable PreviousEnd restart,
            boolean timeTrusted) {}

    Variable variable(boolean active, Moment now) {
        HardwareProfile inForce = profile.get();
        return new Variable(
                active, inForce == null ? null : inForce.name(), before.get().orElse(null), now.trusted());
    }

    /** @return JSON; its time is null while the clock is not trusted */
    byte[] online(String endpoint, Variable variable, Moment now) {
        ObjectNode state = state("online", endpoint);
        state.put("active", variable.active());
        state.put("nonce", nonce);
        state.put("version", version);
        state.put("platform", platform);
        if (variable.restart() != null) {
            state.put("restart", variable.restart().label());
        }
        if (variable.profile() != null) {
            state.put("profile", variable.profile());
        }
        String time = now.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        state.put("time", variable.timeTrusted() ? time : null);
        return bytes(state);
    }

    /**
     * @param sleeps whether losing power is expected of this pole: it is then {@code asleep}, else {@code offline}
     * @return the last will: without a reason, since it is the broker that says it
     */
    byte[] lost(String endpoint, boolean sleeps) {
        return bytes(state(gone(sleeps), endpoint));
    }

    /**
     * @param sleeps as in {@link #lost}
     * @param reason why the pole leaves on purpose, such as {@code stopped}
     */
    byte[] leaving(String endpoint, boolean sleeps, String reason) {
        return bytes(state(gone(sleeps), endpoint).put("reason", reason));
    }

    private static String gone(boolean sleeps) {
        return sleeps ? "asleep" : "offline";
    }

    private ObjectNode state(String status, String endpoint) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("boot", boot)
                .put("endpoint", endpoint);
    }

    private static byte[] bytes(ObjectNode state) {
        return state.toString().getBytes(StandardCharsets.UTF_8);
    }
}
