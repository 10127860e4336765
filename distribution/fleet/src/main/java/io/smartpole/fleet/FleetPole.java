package io.smartpole.fleet;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.SystemTime;
import io.smartpole.evidence.PoleEvidence;
import io.smartpole.formats.topics.Topics;
import io.smartpole.health.PoleHealth;
import io.smartpole.uplink.PoleUplink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One pole: evidence and uplink are those of a real one, sensors and lamp are made up. It has no thread of its own.
 *
 * <pre>
 *   RUNNING --stop()--> LEAVING --the broker was told, or lost--> ENDED
 * </pre>
 */
final class FleetPole {

    static final String VERSION = "fleet";

    /** As a real pole does. */
    private static final Duration HEALTH_EVERY = Duration.ofMinutes(15);

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final int number;
    private final PoleIdentity identity;
    private final Topics topics;
    private final SystemTime time = new SystemTime(() -> true);
    private final Instant started = time.now().instant();
    private final Duration interval;
    private final PoleEvidence evidence;
    private final PoleUplink uplink;
    private final Turns turns;

    private volatile boolean quiet;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile @Nullable String fault;

    // Below: touched in its turn only.
    private Duration nextReadings;
    private boolean connected;
    private Duration nextHealth = Duration.ZERO;

    /** What all poles of a fleet share. */
    record Shared(
            PoleUplink.Broker broker,
            Keys keys,
            byte[] platformKey,
            Duration interval,
            Tally tally,
            ScheduledExecutorService threads) {}

    /**
     * @param number from 1
     * @param folder where it keeps its key and its store
     * @param offset when its first readings are due
     * @throws IOException if its key can be neither read nor made
     */
    FleetPole(int number, PoleIdentity identity, Path folder, Duration offset, Shared shared) throws IOException {
        this.number = number;
        this.identity = identity;
        this.topics = Topics.of(identity);
        this.interval = shared.interval();
        this.nextReadings = offset;
        EvidenceKey key = shared.keys().ofPole(identity.pole(), folder);
        Tally tally = shared.tally();
        evidence = new PoleEvidence(folder.resolve("evidence"), VERSION, time, key, () -> identity, tally::signed);
        turns = new Turns(shared.threads(), this::step);
        uplink = new PoleUplink(
                shared.broker(),
                folder,
                VERSION,
                time,
                () -> identity,
                evidence.log(),
                evidence::previousEnd,
                new ReceiptDesk(topics, shared.platformKey(), evidence.log(), time, tally),
                turns::ask);
    }

    void start() {
        turns.begin();
    }

    /** Makes no more readings. */
    void quiet() {
        quiet = true;
    }

    /** Takes leave of the broker, and then closes its store. */
    void stop() {
        quiet = true;
        stopping = true;
        uplink.stop();
    }

    boolean connected() {
        return uplink.connected();
    }

    /** @return whether it has left and its store is closed */
    boolean ended() {
        return ended;
    }

    /** @return batches that have no receipt yet */
    long waiting() {
        return evidence.log().backlog().batches();
    }

    /** @return what keeps it from working; null if nothing does */
    @Nullable
    String problem() {
        if (fault != null) {
            return fault;
        }
        String store = evidence.problem();
        return store == null ? uplink.problem() : store;
    }

    /** What fails now may work in a second, and the other poles go on anyhow. */
    private Duration step() {
        try {
            Duration wait = work();
            fault = null;
            return wait;
        } catch (RuntimeException | Error e) {
            fault = "a pole failed by its own fault: " + e;
            return AFTER_A_FAULT;
        }
    }

    private Duration work() {
        if (ended) {
            return interval;
        }
        Moment now = time.now();
        if (!quiet && now.sinceBoot().compareTo(nextReadings) >= 0) {
            World.readings(number, now).forEach(evidence::add);
            nextReadings = nextReadings.plus(interval);
        }
        Duration wait = evidence.step();
        if (!quiet) {
            wait = shorter(wait, nextReadings.minus(now.sinceBoot()));
        }
        wait = shorter(wait, uplink.step(now));
        tellHealth(now);
        if (stopping && uplink.stopped()) {
            evidence.finish();
            ended = true;
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void tellHealth(Moment now) {
        boolean before = connected;
        connected = uplink.connected();
        if (connected && (!before || now.sinceBoot().compareTo(nextHealth) >= 0)) {
            byte[] message = PoleHealth.message(identity, VERSION, World.health(number, started, now));
            if (uplink.publish(topics.health(), message, true)) {
                nextHealth = now.sinceBoot().plus(HEALTH_EVERY);
            } else {
                connected = false; // so that it is told in the next turn
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
