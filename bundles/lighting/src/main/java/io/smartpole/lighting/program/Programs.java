package io.smartpole.lighting.program;

import io.smartpole.lighting.program.Calendar.Choice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A document of control programs and the calendar that chooses one for each night (TALQ 2.7: ControlProgramOne and
 * Calendar, dayOffset 12). {@code docs/lighting-programs.md} describes it.
 *
 * @param sunset what sunset and sunrise mean in it
 * @param programs by id; each one that the calendar names is there
 */
public record Programs(Sunset sunset, Calendar calendar, Map<String, ControlProgram> programs) {

    public static final Programs NONE = new Programs(Sunset.CIVIL_TWILIGHT, Calendar.NONE, Map.of());

    public Programs {
        programs = Map.copyOf(programs);
    }

    /**
     * @param text YAML or JSON, at most 64 KiB; blank = {@link #NONE}
     * @throws IllegalArgumentException listing all that is wrong: one line each with its line in the text, its path, what
     *     was given and what would be right
     */
    public static Programs parse(String text) {
        return ProgramsReader.read(text);
    }

    /**
     * @param nights what the sun does in the night of that evening, its events being those of {@link #sunset()}; asked
     *     only if a program is scheduled
     * @return null if nothing is scheduled in the night around {@code now}, that is until {@link #nextNoon}
     */
    public @Nullable Scheduled at(Instant now, ZoneId zone, Function<LocalDate, Night> nights, Sensors sensors) {
        NoonToNoon night = NoonToNoon.around(now, zone);
        Choice choice = calendar.choose(night.evening());
        ControlProgram program = choice == null ? null : programs.get(choice.program());
        if (choice == null || program == null) {
            return null;
        }
        Situation in = new Situation(now, night, nights.apply(night.evening()), sensors);
        return Evaluation.of(program, in, choice.by());
    }

    /** @return when the night around {@code now} ends and the calendar chooses again; always after {@code now} */
    public static Instant nextNoon(Instant now, ZoneId zone) {
        return NoonToNoon.around(now, zone).whole().to();
    }

    /** @return the sources that its dynamic controls listen to, so that a name that no input has can be reported */
    public Set<String> sources() {
        return programs.values().stream()
                .flatMap(program -> program.dynamicControls().stream())
                .map(control -> control.effect().source())
                .collect(Collectors.toUnmodifiableSet());
    }
}
