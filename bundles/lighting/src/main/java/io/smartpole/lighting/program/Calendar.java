package io.smartpole.lighting.program;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which control program a night has.
 *
 * @param defaultProgram for nights that no rule matches; null = nothing is scheduled in them
 * @param rules the first that matches the night wins
 */
record Calendar(@Nullable String defaultProgram, List<CalendarRule> rules) {

    static final Calendar NONE = new Calendar(null, List.of());

    Calendar {
        rules = List.copyOf(rules);
    }

    /** @param condition null = every night of the dates */
    record CalendarRule(
            String program, DateRange dates, @Nullable Condition condition) {

        boolean matches(LocalDate evening) {
            return dates.contains(evening) && (condition == null || condition.matches(evening));
        }
    }

    /** @param by what chose it, in plain words */
    record Choice(String program, String by) {}

    /** @return null if nothing is scheduled in that night */
    @Nullable
    Choice choose(LocalDate evening) {
        for (int i = 0; i < rules.size(); i++) {
            CalendarRule rule = rules.get(i);
            if (rule.matches(evening)) {
                Condition condition = rule.condition();
                String kind = condition == null ? "" : ", " + condition.label();
                return new Choice(rule.program(), "calendar rule " + (i + 1) + kind);
            }
        }
        return defaultProgram == null ? null : new Choice(defaultProgram, "default program");
    }
}
