package io.smartpole.lighting.program;

import io.smartpole.lighting.program.Calendar.CalendarRule;
import io.smartpole.lighting.program.Condition.CcDate;
import io.smartpole.lighting.program.Condition.CcDay;
import io.smartpole.lighting.program.Condition.CcDay.Weekdays;
import io.smartpole.lighting.program.Condition.Holidays;
import io.smartpole.lighting.program.GermanHolidays.Region;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the calendar. */
final class CalendarReader {

    private static final int MOST_RULES = 100;
    private static final int MOST_DATES = 50;
    private static final int WEEK = 7;
    private static final int MOST_OCCURRENCES = 5;

    private static final String DATE_RIGHT = "a date of the calendar as yyyy-mm-dd, or --mm-dd for each year";
    private static final String CC_DATE_RIGHT = "--mm-dd for a day of each year, or ---dd for a day of each month";
    private static final String WEEKDAY_RIGHT = "a weekday from 1 (Monday) to 7 (Sunday)";
    private static final Pattern OCCURRENCE = Pattern.compile("[1-5L]");
    private static final String OCCURRENCE_RIGHT = "1 to 5, or L for the last of the month";
    private static final String CONDITION_RIGHT = "ccDate, ccDay or holidays";
    private static final String REGION_RIGHT =
            Arrays.stream(Region.values()).map(Region::code).collect(Collectors.joining(", "));

    private CalendarReader() {}

    /** @param programs the ids that may be named */
    static Calendar calendar(Part calendar, Set<String> programs) {
        calendar.expectFields("defaultProgram", "rules");
        String known = programs.isEmpty()
                ? "the id of a program, after adding it to programs"
                : "the id of a program: " + String.join(", ", new TreeSet<>(programs));
        Part named = calendar.field("defaultProgram");
        String defaultProgram = named.isGiven() ? named.value(text -> oneOf(programs, text), known, "") : null;
        List<CalendarRule> rules = new ArrayList<>();
        for (Part rule : calendar.field("rules").items(MOST_RULES)) {
            rule.expectFields("program", "startDate", "endDate", "condition");
            rules.add(new CalendarRule(
                    rule.field("program").value(text -> oneOf(programs, text), known, ""),
                    dates(rule.field("startDate"), rule.field("endDate")),
                    condition(rule.field("condition"))));
        }
        return new Calendar(defaultProgram, rules);
    }

    private static String oneOf(Set<String> programs, String id) {
        Values.require(programs.contains(id));
        return id;
    }

    /** Two dates of the same form, or one, or none. What is left out is the begin or the end of the year, or of time. */
    private static DateRange dates(Part start, Part end) {
        if (isYearly(start) || isYearly(end)) {
            if (start.isGiven() && end.isGiven() && isYearly(start) != isYearly(end)) {
                end.refuse("is not of the form of startDate; write both as yyyy-mm-dd or both as --mm-dd");
                return DateRange.ALWAYS;
            }
            return new DateRange.Yearly(
                    start.valueOr(Values::monthDay, DATE_RIGHT, MonthDay.of(1, 1)),
                    end.valueOr(Values::monthDay, DATE_RIGHT, MonthDay.of(12, 31)));
        }
        LocalDate from = start.valueOr(Values::date, DATE_RIGHT, LocalDate.MIN);
        LocalDate to = end.valueOr(Values::date, DATE_RIGHT, LocalDate.MAX);
        if (from.isAfter(to)) {
            end.refuse("'" + to + "' is before startDate " + from + "; write a later date, or leave it out");
        }
        return new DateRange.Once(from, to);
    }

    private static boolean isYearly(Part date) {
        return date.startsWith("--");
    }

    private static @Nullable Condition condition(Part condition) {
        if (!condition.isGiven()) {
            return null;
        }
        Part type = condition.field("type");
        switch (type.value(text -> text, CONDITION_RIGHT, "")) {
            case "ccDate" -> {
                condition.expectFields("type", "dates");
                return new CcDate(ccDates(condition.field("dates")));
            }
            case "ccDay" -> {
                condition.expectFields("type", "days", "occurrences");
                return new CcDay(weekdays(condition.field("days")), occurrences(condition.field("occurrences")));
            }
            case "holidays" -> {
                condition.expectFields("type", "region");
                return new Holidays(condition.field("region").value(CalendarReader::region, REGION_RIGHT, Region.BW));
            }
            default -> {
                type.refuse("is not a known condition; write " + CONDITION_RIGHT);
                return null;
            }
        }
    }

    private static List<DateRange> ccDates(Part list) {
        List<DateRange> dates = new ArrayList<>();
        for (Part item : list.items(MOST_DATES)) {
            item.expectFields("start", "end");
            Part start = item.field("start");
            Part end = item.field("end");
            if (start.startsWith("---")) {
                int from = start.value(Values::dayOfMonth, CC_DATE_RIGHT, 1);
                int to = end.valueOr(Values::dayOfMonth, "---dd, as start is", from);
                expectOrder(end, from, to);
                dates.add(new DateRange.Monthly(from, to));
            } else {
                MonthDay from = start.value(Values::monthDay, CC_DATE_RIGHT, MonthDay.of(1, 1));
                MonthDay to = end.valueOr(Values::monthDay, "--mm-dd, as start is", from);
                expectOrder(end, from, to);
                dates.add(new DateRange.Yearly(from, to));
            }
        }
        expectSome(list, dates);
        return dates;
    }

    private static List<Weekdays> weekdays(Part list) {
        List<Weekdays> days = new ArrayList<>();
        for (Part item : list.items(WEEK)) {
            item.expectFields("start", "end");
            Part end = item.field("end");
            int from = item.field("start").value(CalendarReader::weekday, WEEKDAY_RIGHT, 1);
            int to = end.valueOr(CalendarReader::weekday, WEEKDAY_RIGHT, from);
            expectOrder(end, from, to);
            days.add(new Weekdays(from, to));
        }
        expectSome(list, days);
        return days;
    }

    private static List<String> occurrences(Part list) {
        List<String> occurrences = new ArrayList<>();
        for (Part item : list.items(MOST_OCCURRENCES)) {
            occurrences.add(item.value(Values.form(OCCURRENCE), OCCURRENCE_RIGHT, CcDay.LAST));
        }
        return occurrences;
    }

    private static <T extends Comparable<? super T>> void expectOrder(Part end, T from, T to) {
        if (from.compareTo(to) > 0) {
            end.refuse("comes before start; write two items instead");
        }
    }

    private static void expectSome(Part list, List<?> items) {
        if (items.isEmpty()) {
            list.refuse("is empty, so the rule would never match; write at least one item with a start");
        }
    }

    private static int weekday(String text) {
        int day = Values.whole(text);
        Values.require(day >= 1 && day <= WEEK);
        return day;
    }

    private static Region region(String text) {
        for (Region region : Region.values()) {
            if (region.code().equals(text)) {
                return region;
            }
        }
        throw new IllegalArgumentException();
    }
}
