package io.smartpole.simulation.world;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Something that happens now and then and lasts for a while, such as somebody walking past. */
@FunctionalInterface
public interface Occasions {

    /** From start (included) to end (excluded). */
    record Span(Instant start, Instant end) {
        boolean contains(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }
    }

    /** It is happening all the time. */
    Occasions ALWAYS = (from, to) -> List.of(new Span(Instant.MIN, Instant.MAX));

    /** It never happens by itself. */
    Occasions NEVER = (from, to) -> List.of();

    /** @return at least every span that touches the time from {@code from} to {@code to} */
    List<Span> spans(Instant from, Instant to);

    /** @return whether it is happening */
    default boolean at(Instant time) {
        return spans(time, time).stream().anyMatch(span -> span.contains(time));
    }

    /** @return when a span started or ended, after {@code from} up to and including {@code to}, in order */
    default List<Instant> edges(Instant from, Instant to) {
        return spans(from, to).stream()
                .flatMap(span -> Stream.of(span.start(), span.end()))
                .filter(edge -> edge.isAfter(from) && !edge.isAfter(to))
                .sorted()
                .toList();
    }
}
