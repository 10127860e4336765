package io.smartpole.lighting.program;

import java.time.LocalDate;
import java.time.MonthDay;

/** Some of the nights, by the dates of their evenings; both ends belong to it. */
sealed interface DateRange {

    DateRange ALWAYS = new Once(LocalDate.MIN, LocalDate.MAX);

    boolean contains(LocalDate evening);

    record Once(LocalDate start, LocalDate end) implements DateRange {

        @Override
        public boolean contains(LocalDate evening) {
            return !evening.isBefore(start) && !evening.isAfter(end);
        }
    }

    /**
     * Every year; over the turn of the year if {@code start} comes after {@code end}. In a year without 29 February, what
     * starts on it starts on 1 March, and what ends on it ends on 28 February.
     */
    record Yearly(MonthDay start, MonthDay end) implements DateRange {

        @Override
        public boolean contains(LocalDate evening) {
            MonthDay day = MonthDay.from(evening);
            boolean started = !day.isBefore(start);
            boolean notOver = !day.isAfter(end);
            return start.isAfter(end) ? started || notOver : started && notOver;
        }
    }

    /** Every month. A day that a month does not have is left out. */
    record Monthly(int start, int end) implements DateRange {

        @Override
        public boolean contains(LocalDate evening) {
            int day = evening.getDayOfMonth();
            return day >= start && day <= end;
        }
    }
}
