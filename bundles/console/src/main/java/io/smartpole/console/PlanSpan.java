package io.smartpole.console;

import io.smartpole.core.light.Lighting;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time that somebody wants the plan of.
 *
 * @param from begin, in the world's time
 * @param to end, later than that by at most {@link Lighting#LONGEST_CURVE}
 */
record PlanSpan(Instant from, Instant to) {

    private static final Duration USUAL = Duration.ofDays(7);

    /** What people plan for lies in here, and so does the clock of a gateway that has not been told the time. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final String RIGHT =
            "from and to are dates such as 2026-11-01 (noon at the pole) or instants such as 2026-11-01T12:00:00Z, at most "
                    + Lighting.LONGEST_CURVE.toDays() + " days apart; without them it is the week from now on";

    /**
     * @param query {@code from=...&to=...}, still encoded; both may be left out
     * @param now the world's time, as good as it is known
     * @param zone a date is its noon in this zone, because a lighting night begins then
     * @throws Refusal 400 if it is not such a stretch
     */
    static PlanSpan of(@Nullable String query, Instant now, ZoneId zone) throws Refusal {
        Map<String, String> given = parameters(query);
        String begin = given.get("from");
        String end = given.get("to");
        Instant from = begin == null ? now : instant("from", begin, zone);
        Instant to = end == null ? from.plus(USUAL) : instant("to", end, zone);
        if (!to.isAfter(from)) {
            throw wrong("to must be later than from, but it is " + from + " to " + to);
        }
        if (Duration.between(from, to).compareTo(Lighting.LONGEST_CURVE) > 0) {
            throw wrong("the plan is made for at most " + Lighting.LONGEST_CURVE.toDays() + " days, but it is " + from
                    + " to " + to);
        }
        return new PlanSpan(from, to);
    }

    private static Map<String, String> parameters(@Nullable String query) throws Refusal {
        Map<String, String> given = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return given;
        }
        for (String part : query.split("&", -1)) {
            String[] sides = part.split("=", 2);
            boolean known = sides.length == 2 && (sides[0].equals("from") || sides[0].equals("to"));
            if (!known || given.put(sides[0], decoded(sides[1])) != null) {
                throw wrong("the plan takes from and to, each once, but was asked for '" + part + "'");
            }
        }
        return given;
    }

    private static String decoded(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("'" + text + "' is not encoded as it must be in an address");
        }
    }

    private static Instant instant(String name, String text, ZoneId zone) throws Refusal {
        Instant instant;
        try {
            instant = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atTime(LocalTime.NOON).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw wrong(name + " must be a date or an instant, but is '" + text + "'");
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw wrong(name + " must be in the years 1970 to 2199, but is '" + text + "'");
        }
        return instant;
    }

    private static Refusal wrong(String error) {
        return new Refusal(400, error, RIGHT);
    }
}
