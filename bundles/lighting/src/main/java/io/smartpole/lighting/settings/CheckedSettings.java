package io.smartpole.lighting.settings;

import io.smartpole.core.light.LightLevel;
import io.smartpole.lighting.program.Programs;
import io.smartpole.lighting.sensing.PhotocellRule;
import java.time.DateTimeException;
import java.time.Duration;
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
public record CheckedSettings(Settings settings, List<String> problems) {

    private static final String KEPT = "the last good value stays in force";
    private static final String NO_DIMMING = "there is no dimming without a complete record";

    /** @param lastGood what stays in force where the new values are wrong */
    static CheckedSettings of(LightSettings.Config given, Settings lastGood) {
        List<String> problems = new ArrayList<>();
        Programs programs = check("programs", () -> Programs.parse(text(given.programs())), KEPT, problems);
        LightLevel level = check("default.level", () -> percent(given.default_level(), 1), KEPT, problems);
        PhotocellRule photocell = check("photocell.*", () -> photocell(given), KEPT, problems);
        Double factor = check("co2.factor", () -> factor(given.co2_factor()), KEPT, problems);
        Settings settings = new Settings(
                programs == null ? lastGood.programs() : programs,
                level == null ? lastGood.defaultLevel() : level,
                commissioning(given, problems),
                photocell == null ? lastGood.photocell() : photocell,
                factor == null ? lastGood.co2Factor() : factor > 0 ? factor : null);
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

    private static LightLevel percent(double given, int least) {
        if (!(given >= least && given <= 100)) {
            throw new IllegalArgumentException("must be " + least + " to 100 %, but is " + given);
        }
        return LightLevel.percent(given);
    }

    private static PhotocellRule photocell(LightSettings.Config given) {
        return new PhotocellRule(
                given.photocell_on(), given.photocell_off(), Duration.ofMinutes(given.photocell_window()));
    }

    private static double factor(double given) {
        if (!(given >= 0 && given <= 2_000)) {
            throw new IllegalArgumentException("must be 0 to 2000 g/kWh, but is " + given);
        }
        return given;
    }

    private static @Nullable Commissioning commissioning(LightSettings.Config given, List<String> problems) {
        String rated = text(given.commissioned_rated$_$class());
        String reduced = text(given.commissioned_reduced$_$class());
        String approver = text(given.commissioned_approver());
        String date = text(given.commissioned_date());
        LightLevel floor =
                check("commissioned.floor", () -> percent(given.commissioned_floor(), 0), NO_DIMMING, problems);
        Boolean crossing = check("commissioned.crossing", given::commissioned_crossing, NO_DIMMING, problems);
        Boolean nightOff = check("commissioned.night.off", given::commissioned_night_off, NO_DIMMING, problems);
        if (LightLevel.FULL.equals(floor)
                && !Boolean.TRUE.equals(nightOff)
                && (rated + reduced + approver + date).isEmpty()) {
            return null;
        }
        LightingClass from = check("commissioned.rated-class", () -> LightingClass.of(rated), NO_DIMMING, problems);
        LightingClass to = check("commissioned.reduced-class", () -> LightingClass.of(reduced), NO_DIMMING, problems);
        LocalDate when = check("commissioned.date", () -> date(date), NO_DIMMING, problems);
        if (floor == null || from == null || to == null || when == null || crossing == null || nightOff == null) {
            return null;
        }
        return check(
                "commissioned.*",
                () -> new Commissioning(floor, from, to, crossing, nightOff, approver, when),
                NO_DIMMING,
                problems);
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
