package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The control program: levels at fixed local times, the same every night. A lighting night runs from noon to noon, so
 * that {@code 80 % from 20:00; 50 % from 22:00; 100 % from 06:00} is one night. From noon to the first step the program
 * is silent. It speaks about the night only; when the lamp goes on and off is the sun's to say.
 *
 * <p>When clocks go forward, a time that is missing that night happens once, at the moment of the change. When they go
 * back, a time that comes twice happens the first time only.
 *
 * @param steps in the order in which the night passes; empty = no program
 */
record Program(List<Step> steps) {

    static final Program NONE = new Program(List.of());

    private static final Pattern STEP = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?) *% *from +(\\d{1,2}):(\\d{2})");

    private static final int NOON = 12;

    /**
     * @param level what holds from then on
     * @param from local time
     */
    record Step(LightLevel level, LocalTime from) {

        private LocalDateTime on(LocalDate night) {
            return from.getHour() < NOON ? night.plusDays(1).atTime(from) : night.atTime(from);
        }
    }

    Program {
        steps = List.copyOf(steps);
    }

    /**
     * @param text such as {@code 80 % from 20:00; 50 % from 22:00}; blank = no program
     * @throws IllegalArgumentException naming the part that is wrong and what would be right
     */
    static Program parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<Step> steps = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            Step step = step(steps.size() + 1, part.strip());
            if (!steps.isEmpty()) {
                Step last = steps.get(steps.size() - 1);
                if (!step.on(LocalDate.EPOCH).isAfter(last.on(LocalDate.EPOCH))) {
                    throw new IllegalArgumentException(
                            "step %d: %s does not come after %s; a night runs from noon to noon, each time once"
                                    .formatted(steps.size() + 1, step.from(), last.from()));
                }
            }
            steps.add(step);
        }
        return new Program(steps);
    }

    private static Step step(int number, String part) {
        Matcher form = STEP.matcher(part);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "step %d: '%s' is not of the form '80 %% from 20:00'; steps are separated by ';'"
                            .formatted(number, part));
        }
        try {
            return new Step(
                    LightLevel.percent(Double.parseDouble(form.group(1))),
                    LocalTime.of(Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "step %d: '%s': the level must be 0 to 100 %%".formatted(number, part), e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "step %d: '%s': the time must be 00:00 to 23:59".formatted(number, part), e);
        }
    }

    /** @return the level that holds now; null before the first step of the night, and without a program */
    @Nullable
    LightLevel levelAt(Instant now, ZoneId zone) {
        LocalDate night = nightOf(now, zone);
        LightLevel level = null;
        for (Step step : steps) {
            if (!begin(step, night, zone).isAfter(now)) {
                level = step.level();
            }
        }
        return level;
    }

    /** @return when the next step begins or the night ends, whichever is first; always after {@code now} */
    Instant nextChange(Instant now, ZoneId zone) {
        LocalDate night = nightOf(now, zone);
        for (Step step : steps) {
            Instant begin = begin(step, night, zone);
            if (begin.isAfter(now)) {
                return begin;
            }
        }
        return instant(night.plusDays(1).atTime(NOON, 0), zone);
    }

    /** The date of the evening. */
    private static LocalDate nightOf(Instant now, ZoneId zone) {
        return LocalDateTime.ofInstant(now, zone).minusHours(NOON).toLocalDate();
    }

    private static Instant begin(Step step, LocalDate night, ZoneId zone) {
        return instant(step.on(night), zone);
    }

    /** Later local times never come earlier, not even where clocks change: that keeps the steps in order. */
    private static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }
}
