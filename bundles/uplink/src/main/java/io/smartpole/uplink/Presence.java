package io.smartpole.uplink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.Moment;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the retained topic {@code state} says: {@code {"status","boot","nonce","version","profile","time"}}.
 *
 * @param boot hex of the boot id
 * @param nonce of this boot
 * @param version of the gateway
 * @param profile gives the hardware profile in force; null if there is none
 */
record Presence(String boot, String nonce, String version, Supplier<@Nullable HardwareProfile> profile) {

    /** What can change while the pole is online, and is then said again. */
    record Variable(@Nullable String profile, boolean timeTrusted) {}

    Variable variable(Moment now) {
        HardwareProfile inForce = profile.get();
        return new Variable(inForce == null ? null : inForce.name(), now.trusted());
    }

    /** @return JSON; its time is null while the clock is not trusted */
    byte[] online(Variable variable, Moment now) {
        ObjectNode state = state("online");
        state.put("nonce", nonce);
        state.put("version", version);
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
    byte[] lost(boolean sleeps) {
        return bytes(state(gone(sleeps)));
    }

    /**
     * @param sleeps as in {@link #lost}
     * @param reason why the pole leaves on purpose, such as {@code stopped}
     */
    byte[] leaving(boolean sleeps, String reason) {
        return bytes(state(gone(sleeps)).put("reason", reason));
    }

    private static String gone(boolean sleeps) {
        return sleeps ? "asleep" : "offline";
    }

    private ObjectNode state(String status) {
        return JsonNodeFactory.instance.objectNode().put("status", status).put("boot", boot);
    }

    private static byte[] bytes(ObjectNode state) {
        return state.toString().getBytes(StandardCharsets.UTF_8);
    }
}
