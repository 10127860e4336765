package io.smartpole.uplink;

import java.time.Duration;

/**
 * Where the connection to one endpoint stands.
 *
 * <pre>
 *   DISABLED --> QUEUING --> EXPECTING --> CONNECTING --> SUBSCRIBING --> ANNOUNCING --> ONLINE --> LEAVING --> DISABLED
 *                                             ^    |            |              |            |
 *                                             |    v            v              v            v
 *                                             WAITING  <---- refused, broken, or no answer in time
 * </pre>
 *
 * When the gateway stops, the endpoint is no longer needed, or it, the identity or the supply change, ONLINE goes to LEAVING
 * and every other state straight to DISABLED, from where it begins anew if there still is somewhere to connect to. Which of
 * those that are ONLINE is sent over, is decided by {@link Failover}.
 */
enum LinkState {
    DISABLED("not connected", 0),
    /** Passed over when it is this pole's turn already. Lasts as long as {@link Turn} or {@link Backoff} say. */
    QUEUING("waiting for its turn, since many poles connect at once", 0),
    /** The broker may have kept messages for us, which would be lost while nobody listens. Then it connects anyway. */
    EXPECTING("waiting for those who read messages", 30_000),
    CONNECTING("connecting", 30_000),
    SUBSCRIBING("subscribing", 30_000),
    ANNOUNCING("announcing this pole", 30_000),
    /** Ends when a message stays without acknowledgement for as long as is configured. */
    ONLINE("online", 0),
    LEAVING("taking leave", 1_500),
    /** Lasts as long as {@link Backoff} says. */
    WAITING("waiting before the next attempt", 0);

    private final String doing;
    private final Duration limit;

    LinkState(String doing, int limitMillis) {
        this.doing = doing;
        this.limit = Duration.ofMillis(limitMillis);
    }

    /** @return what goes on, for people */
    String doing() {
        return doing;
    }

    /** @return how long it may last; zero if nothing is being waited for, or the limit is not fixed */
    Duration limit() {
        return limit;
    }
}
