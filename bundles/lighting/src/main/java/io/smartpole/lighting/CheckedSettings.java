package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings after every value was checked. A bad program or level leaves the last good one in force. A bad commissioning
 * record leaves none in force: only a valid one allows dimming.
 *
 * @param settings what is in force
 * @param problems which key is wrong, what was given and what is expected; empty if all is right
 */
record CheckedSettings(Settings settings, List<String> problems) {

    private static final String KEPT = "the last good value stays in force";
    private static final String NO_DIMMING = "there is no dimming without a complete record";

    /** @param lastGood what stays in force where the new values are wrong */
    static CheckedSettings of(LightSettings.Config given, Settings lastGood) {
        List<String> problems = new ArrayList<>();
        Program program = check("program", () -> Program.parse(text(given.program())), KEPT, problems);
        LightLevel level = check("default.level", () -> percent(given.default_level()), KEPT, problems);
        Settings settings = new Settings(
                program == null ? lastGood.program() : program,
                level == null ? lastGood.defaultLevel() : level,
                commissioning(given, problems));
        return new CheckedSettings(settings, List.copyOf(problems));
    }

    /** @return the checked value; null if it is wrong, and then the problem is added */
    private static <T> @Nullable T check(String key, Supplier<T> value, String consequence, List<String> problems) {
        try {
            return value.get();
        } catch (RuntimeException e) { // also thrown for a value of another type: any type is delivered
            problems.add("%s: %s; %s".formatted(key, e.getMessage(), consequence));
            return null;
        }
    }

    private static LightLevel percent(double given) {
        if (!(given >= 1 && given <= 100)) {
            throw new IllegalArgumentException("must be 1 to 100 %, but is " + given);
        }
        return LightLevel.percent(given);
    }

    private static @Nullable Commissioning commissioning(LightSettings.Config given, List<String> problems) {
        String rated = text(given.commissioned_rated$_$class());
        String reduced = text(given.commissioned_reduced$_$class());
        String approver = text(given.commissioned_approver());
        String date = text(given.commissioned_date());
        LightLevel floor = check("commissioned.floor", () -> percent(given.commissioned_floor()), NO_DIMMING, problems);
        if (LightLevel.FULL.equals(floor) && (rated + reduced + approver + date).isEmpty()) {
            return null;
        }
        LightingClass from = check("commissioned.rated-class", () -> LightingClass.of(rated), NO_DIMMING, problems);
        LightingClass to = check("commissioned.reduced-class", () -> LightingClass.of(reduced), NO_DIMMING, problems);
        LocalDate when = check("commissioned.date", () -> date(date), NO_DIMMING, problems);
        if (floor == null || from == null || to == null || when == null) {
            return null;
        }
        return check("commissioned.*", () -> new Commissioning(floor, from, to, approver, when), NO_DIMMING, problems);
    }

    /** An unset text may arrive as null or empty. */
    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a date such as 2026-11-01, but is '" + text + "'", e);
        }
    }
}
