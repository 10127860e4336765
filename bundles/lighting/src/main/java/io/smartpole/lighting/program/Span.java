package io.smartpole.lighting.program;

import java.time.Instant;
import java.util.List;

/**
 * A stretch of time.
 *
 * @param from inclusive
 * @param to exclusive; at or before {@code from} = empty
 */
record Span(Instant from, Instant to) {

    boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    Span common(Span other) {
        return new Span(from.isAfter(other.from) ? from : other.from, to.isBefore(other.to) ? to : other.to);
    }

    static boolean anyContains(List<Span> spans, Instant at) {
        return spans.stream().anyMatch(span -> span.contains(at));
    }
}
