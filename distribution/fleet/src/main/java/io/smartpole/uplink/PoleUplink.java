package io.smartpole.uplink;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.link.Inbound;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.Link.Surroundings;
import io.smartpole.uplink.Settings.Acknowledge;
import io.smartpole.uplink.drain.Budget;
import io.smartpole.uplink.drain.Suspects;
import io.smartpole.uplink.drain.Telemetry;
import io.smartpole.uplink.socket.Traffic;
import io.smartpole.uplink.tls.Tls;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one pole among many: all that {@link Uplink} is made of, but stepped from outside rather than by a thread
 * of its own. It stands in this package to see it.
 *
 * <p>One thread at a time steps it; all else may be called on any thread.
 */
public final class PoleUplink {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration RETURN_AFTER = Duration.ofMinutes(1);
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int ANY_PRIORITY = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Traffic traffic = new Traffic();
    private final Counters counters = new Counters();
    private final Switchboard switchboard;

    /** A broker that all poles of a fleet share, and whom they trust there. */
    public static final class Broker {

        private final Settings settings;

        /**
         * @param uri as a pole's configuration names it
         * @param trusted PEM of the authorities that vouch for it; empty for those that Java trusts
         * @throws IllegalArgumentException if a pole would not accept that
         */
        public Broker(String uri, String trusted, TimeSource time) {
            Endpoint endpoint = Endpoint.of("cloud1", ANY_PRIORITY, uri, "", "", "", KEEP_ALIVE_SECONDS);
            Tls tls = endpoint.tls() ? Tls.of(trusted, "", key -> Optional.empty(), time) : null;
            settings = new Settings(List.of(endpoint), tls, Acknowledge.PLATFORM, PATIENCE, RETURN_AFTER, 0, 0);
        }
    }

    /**
     * @param folder where it keeps what it set aside
     * @param version of the simulator, for the topic {@code state}
     * @param before how the run before ended
     * @param wake to be stepped
     */
    public PoleUplink(
            Broker broker,
            Path folder,
            String version,
            TimeSource time,
            Pole pole,
            EvidenceLog evidence,
            Supplier<Optional<PreviousEnd>> before,
            Inbound inbound,
            Runnable wake) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        Presence presence = new Presence(
                time.boot().hex(), HexFormat.of().formatHex(nonce), version, "simulated", () -> null, before);
        Surroundings around = new Surroundings(
                (target, lastWill) -> new PahoConnection(target, lastWill, traffic),
                RANDOM,
                presence,
                new Arrivals(() -> List.of(inbound)),
                counters,
                () -> time.now().sinceBoot(),
                wake);
        switchboard = new Switchboard(
                around,
                pole,
                evidence,
                new Telemetry(),
                new Budget(traffic::out),
                new Suspects(folder.resolve("set-aside"), evidence),
                time.now());
        switchboard.configure(broker.settings);
    }

    /** @return for how long nothing will be due, unless it is woken */
    public Duration step(Moment now) {
        return switchboard.step(now);
    }

    public boolean connected() {
        return switchboard.situation().active() != null;
    }

    /** @return why it is not connected; null if it does not know or is */
    public @Nullable String problem() {
        return switchboard.situation().members().stream()
                .flatMap(member -> Optional.ofNullable(member.standing().problem()).stream())
                .map(Problem::what)
                .findFirst()
                .orElse(null);
    }

    /** @return false if it was not taken */
    public boolean publish(String topic, byte[] payload, boolean retain) {
        return switchboard.publish(topic, payload, 1, retain);
    }

    /** Takes leave, in the steps that follow. */
    public void stop() {
        switchboard.stop();
    }

    public boolean stopped() {
        return switchboard.stopped();
    }
}
