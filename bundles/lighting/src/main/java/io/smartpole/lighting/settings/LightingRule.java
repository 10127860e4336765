package io.smartpole.lighting.settings;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.light.LightLevel;
import io.smartpole.lighting.program.Programs;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Component;

/**
 * What no single setting of the light can say: the programs must be some, and the commissioning record belongs to the people
 * at the pole. From afar the floor can only be raised, so that whoever holds the platform's keys cannot darken a street.
 */
@Component
public final class LightingRule implements ConfigurationRule {

    private static final String FLOOR = "commissioned.floor";
    private static final List<String> RECORD = List.of(
            "commissioned.rated-class",
            "commissioned.reduced-class",
            "commissioned.crossing",
            "commissioned.night.off",
            "commissioned.approver",
            "commissioned.date");

    @Override
    public List<ConfigurationProblem> check(ConfigurationChange change) {
        if (!change.pid().equals(LightSettings.PID)) {
            return List.of();
        }
        List<ConfigurationProblem> problems = new ArrayList<>();
        checkPrograms(change.proposed(), problems);
        if (change.origin() == Origin.PLATFORM) {
            checkRecord(change.present(), change.proposed(), problems);
        }
        return problems;
    }

    private static void checkPrograms(Map<String, Object> proposed, List<ConfigurationProblem> problems) {
        try {
            Programs.parse(text(proposed, "programs"));
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(line -> problems.add(problem("programs", "not", "must be right in " + line)));
        }
    }

    /** Completing an invalid record would lower the floor as well as a lower number does. */
    private static void checkRecord(
            Map<String, Object> present, Map<String, Object> proposed, List<ConfigurationProblem> problems) {
        double before = (Double) Objects.requireNonNull(present.get(FLOOR));
        double after = (Double) Objects.requireNonNull(proposed.get(FLOOR));
        if (after < before) {
            problems.add(problem(
                    FLOOR,
                    after + " %",
                    "can be lowered at the pole only, from the platform it must be at least " + before));
        }
        for (String key : RECORD) {
            String given = text(proposed, key);
            if (!given.equals(text(present, key))) {
                problems.add(problem(
                        key,
                        "'" + given + "'",
                        "can be changed at the pole only, for the platform it must stay '" + text(present, key) + "'"));
            }
        }
        if (problems.isEmpty()) {
            checkFloorInForce(present, proposed, problems);
        }
    }

    /** A floor that was too low to be valid makes the record complete when it is raised. */
    private static void checkFloorInForce(
            Map<String, Object> present, Map<String, Object> proposed, List<ConfigurationProblem> problems) {
        LightLevel held = inForce(present);
        LightLevel wouldHold = inForce(proposed);
        if (wouldHold.compareTo(held) < 0) {
            problems.add(problem(
                    FLOOR,
                    proposed.get(FLOOR) + " %",
                    "can complete the commissioning record at the pole only: in force is " + held + ", and it would be "
                            + wouldHold));
        }
    }

    /** What the lamp would keep to: full light, where the record is not complete. */
    private static LightLevel inForce(Map<String, Object> values) {
        try {
            return new Commissioning(
                            LightLevel.percent((Double) Objects.requireNonNull(values.get(FLOOR))),
                            LightingClass.of(text(values, "commissioned.rated-class")),
                            LightingClass.of(text(values, "commissioned.reduced-class")),
                            Boolean.TRUE.equals(values.get("commissioned.crossing")),
                            Boolean.TRUE.equals(values.get("commissioned.night.off")),
                            text(values, "commissioned.approver"),
                            LocalDate.parse(text(values, "commissioned.date")))
                    .lowest();
        } catch (IllegalArgumentException | DateTimeException e) {
            return LightLevel.FULL;
        }
    }

    /** An unset text and an empty one are alike. */
    private static String text(Map<String, Object> values, String key) {
        return values.getOrDefault(key, "").toString().strip();
    }

    private static ConfigurationProblem problem(String key, String given, String expected) {
        return new ConfigurationProblem(LightSettings.PID, key, given, expected);
    }
}
