package io.smartpole.lighting.program;

import java.time.LocalDate;
import java.util.List;

/** On which nights a calendar rule matches, by the dates of their evenings. */
sealed interface Condition {

    boolean matches(LocalDate evening);

    /** @return such as {@code ccDay} */
    String label();

    /** On these dates of each year or month. */
    record CcDate(List<DateRange> dates) implements Condition {

        public CcDate {
            dates = List.copyOf(dates);
        }

        @Override
        public boolean matches(LocalDate evening) {
            return dates.stream().anyMatch(range -> range.contains(evening));
        }

        @Override
        public String label() {
            return "ccDate";
        }
    }

    /**
     * On these weekdays; if occurrences are given, only on the first, second, ... or last such weekday of a month.
     *
     * @param occurrences {@code 1} to {@code 5} or {@code L}; empty = each
     */
    record CcDay(List<Weekdays> days, List<String> occurrences) implements Condition {

        static final String LAST = "L";

        private static final int WEEK = 7;

        public CcDay {
            days = List.copyOf(days);
            occurrences = List.copyOf(occurrences);
        }

        /** From one weekday to another: 1 = Monday, 7 = Sunday. */
        record Weekdays(int start, int end) {}

        @Override
        public boolean matches(LocalDate evening) {
            int weekday = evening.getDayOfWeek().getValue();
            return days.stream().anyMatch(range -> weekday >= range.start() && weekday <= range.end())
                    && (occurrences.isEmpty() || occurs(evening));
        }

        private boolean occurs(LocalDate evening) {
            int number = (evening.getDayOfMonth() - 1) / WEEK + 1;
            boolean last = evening.getDayOfMonth() + WEEK > evening.lengthOfMonth();
            return occurrences.contains(Integer.toString(number)) || (last && occurrences.contains(LAST));
        }

        @Override
        public String label() {
            return "ccDay";
        }
    }

    /** On public holidays. Not part of TALQ. */
    record Holidays(GermanHolidays.Region region) implements Condition {

        @Override
        public boolean matches(LocalDate evening) {
            return GermanHolidays.isHoliday(evening, region);
        }

        @Override
        public String label() {
            return "holidays " + region.code();
        }
    }
}
