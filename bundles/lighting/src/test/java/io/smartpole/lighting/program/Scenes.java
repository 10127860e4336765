package io.smartpole.lighting.program;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the tables of the tests are made of. */
final class Scenes {

    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The city policy: 80 % from 20:00, 50 % from 22:00 to 06:00, 100 % until dawn. */
    static final String CITY = """
            calendar: {defaultProgram: city}
            programs:
              - id: city
                activePeriods: [{name: AstroClockActivePeriod}]
                fixedTimeControls:
                  - {startTime: 20:00, level: 80, rampToLevelTime: 30}
                  - {startTime: 22:00, level: 50}
                  - {startTime: 06:00, level: 100}
            """;

    static final Sensors NOBODY = new Sensors(Map.of(), null);

    private Scenes() {}

    /** @return a document of one program, {@code p}, which every night has */
    static String always(String program) {
        return "calendar: {defaultProgram: p}\nprograms:\n  - id: p\n"
                + program.strip().indent(4);
    }

    static Instant instant(String offsetDateTime) {
        return OffsetDateTime.parse(offsetDateTime).toInstant();
    }

    /** @return each evening sunset at 17:00, each morning sunrise at 07:00 */
    static Function<LocalDate, Night> winter(ZoneId zone) {
        return evening -> new Night(
                evening.atTime(LocalTime.of(17, 0)).atZone(zone).toInstant(),
                evening.plusDays(1).atTime(LocalTime.of(7, 0)).atZone(zone).toInstant(),
                true);
    }

    static @Nullable Scheduled at(String document, String moment, Sensors sensors) {
        return Programs.parse(document).at(instant(moment), BERLIN, winter(BERLIN), sensors);
    }

    static Scheduled scheduled(String document, String moment, Sensors sensors) {
        Scheduled scheduled = at(document, moment, sensors);
        if (scheduled == null) {
            throw new AssertionError("nothing is scheduled at " + moment);
        }
        return scheduled;
    }

    /**
     * @param text such as {@code presence 20, zone 0, photocell on}: seconds since a source was last active; photocell on,
     *     off or dead; dead if it is not named
     */
    static Sensors sensors(@Nullable String text) {
        Map<String, Duration> since = new HashMap<>();
        Boolean photocell = null;
        for (String part : text == null ? new String[0] : text.split(", *", -1)) {
            String[] words = part.split(" ", -1);
            if (words[0].equals("photocell") && !Character.isDigit(words[1].charAt(0))) {
                photocell = words[1].equals("dead") ? null : Boolean.valueOf(words[1].equals("on"));
            } else {
                since.put(words[0], Duration.ofSeconds(Long.parseLong(words[1])));
            }
        }
        return new Sensors(since, photocell);
    }
}
