package io.smartpole.core.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What operations want to know about the connections, counted since start.
 *
 * @param connects connections that came up, the standbys' too
 * @param failovers changes from one endpoint to another because the first was lost
 * @param published messages that a broker acknowledged
 * @param bytesIn bytes of MQTT received, without TLS and TCP
 * @param bytesOut bytes of MQTT sent, without TLS and TCP
 * @param sinceAcknowledged how long ago a broker last acknowledged a message; null if none ever did
 * @param setAside batches that are kept apart, since no broker or platform takes them
 */
public record LinkFigures(
        long connects,
        long failovers,
        long published,
        long bytesIn,
        long bytesOut,
        @Nullable Duration sinceAcknowledged,
        int setAside) {}
