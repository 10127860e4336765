package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The single values of a document, as a {@link Part} reads them. Each throws for what it cannot be. */
final class Values {

    static final String TIME_RIGHT = "a local time from 00:00 to 23:59, such as 22:00 or 22:00:30";
    static final String LEVEL_RIGHT = "a level from 0 to 100 percent";
    static final String SECONDS_RIGHT = "seconds from 0 to 3600";
    static final String OFFSET_RIGHT = "whole minutes from -720 to 720";
    static final String BEFORE_RIGHT = "whole minutes from 0 to 720";

    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(:\\d{2})?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,6}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DAY_OF_MONTH = Pattern.compile("---\\d{2}");

    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(3600);
    private static final int LONGEST_MINUTES = 720;
    private static final int LONGEST_MONTH = 31;

    private Values() {}

    static LocalTime time(String text) {
        return LocalTime.parse(matching(TIME, text));
    }

    static LightLevel level(String text) {
        return LightLevel.percent(Double.parseDouble(matching(NUMBER, text)));
    }

    static Duration seconds(String text) {
        BigDecimal seconds = new BigDecimal(matching(NUMBER, text));
        require(seconds.compareTo(LONGEST_SECONDS) <= 0);
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }

    static Duration offset(String text) {
        int minutes = whole(text);
        require(Math.abs(minutes) <= LONGEST_MINUTES);
        return Duration.ofMinutes(minutes);
    }

    static Duration before(String text) {
        Duration minutes = offset(text);
        require(!minutes.isNegative());
        return minutes;
    }

    static int whole(String text) {
        return Integer.parseInt(matching(WHOLE, text));
    }

    static LocalDate date(String text) {
        return LocalDate.parse(matching(DATE, text));
    }

    static MonthDay monthDay(String text) {
        return MonthDay.parse(text);
    }

    static int dayOfMonth(String text) {
        int day = Integer.parseInt(matching(DAY_OF_MONTH, text).substring(3));
        require(day >= 1 && day <= LONGEST_MONTH);
        return day;
    }

    /** @return a reader of text of that form */
    static Function<String, String> form(Pattern form) {
        return text -> matching(form, text);
    }

    /** @return a reader that takes nothing but this */
    static Function<String, String> only(String right) {
        return text -> {
            require(text.equals(right));
            return text;
        };
    }

    /** @return a reader that takes nothing but this number */
    static Function<String, String> exactly(int right) {
        return text -> {
            require(new BigDecimal(matching(NUMBER, text)).compareTo(BigDecimal.valueOf(right)) == 0);
            return text;
        };
    }

    private static String matching(Pattern form, String text) {
        require(form.matcher(text).matches());
        return text;
    }

    static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException();
        }
    }
}
