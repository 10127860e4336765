package io.smartpole.core.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a receipt, and what was lost.
 *
 * @param batches committed and not yet receipted, both lanes
 * @param bytes their size
 * @param oldest signing time of the oldest of them, if the clock was trusted; null if none waits or its time is unknown
 * @param committed batches committed since start
 * @param dropped readings dropped since start because the queue or the disk was full
 */
public record Backlog(long batches, long bytes, @Nullable Instant oldest, long committed, long dropped) {}
