package io.smartpole.identity;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.pole.Names;
import io.smartpole.core.pole.PoleIdentity;
import java.lang.reflect.Proxy;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * What a pole may be called and where it may stand. {@link ConfiguredPole} asks the same before it becomes that pole; as a
 * rule it is asked before the values are stored, so that a bad one is not there again after the next start.
 */
@Component
public final class IdentityRule implements ConfigurationRule {

    static final int MOST_NAMES = 10;

    private static final int LONGEST = 64;
    private static final String A_NAME = "1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit";
    private static final Set<String> PHASES = Set.of("", "L1", "L2", "L3");

    /** In topics these stand where a pole's number stands, so no pole may be called so. */
    private static final Set<String> RESERVED = Set.of("group", "zone");

    @Override
    public List<ConfigurationProblem> check(ConfigurationChange change) {
        if (!change.pid().equals(ConfiguredPole.PID)) {
            return List.of();
        }
        ConfiguredPole.Config proposed = config(change.proposed());
        List<ConfigurationProblem> problems = problems(proposed);
        if (change.origin() == Origin.PLATFORM) {
            ConfiguredPole.Config present = config(change.present());
            checkStaysNamed("site", present.site(), proposed.site(), problems);
            checkStaysNamed("pole", present.pole(), proposed.pole(), problems);
        }
        return problems;
    }

    /** A pole without a name does not connect: the platform could never take that back. */
    private static void checkStaysNamed(
            String key, @Nullable String present, @Nullable String proposed, List<ConfigurationProblem> problems) {
        if (PoleIdentity.UNNAMED.equals(proposed) && !PoleIdentity.UNNAMED.equals(present)) {
            problems.add(problem(
                    key,
                    shown(proposed),
                    "must be a name: only at the pole can it be taken, since the pole then disconnects"));
        }
    }

    /** The names of our keys are those of the annotation's methods. */
    private static ConfiguredPole.Config config(Map<String, Object> values) {
        return (ConfiguredPole.Config) Proxy.newProxyInstance(
                ConfiguredPole.Config.class.getClassLoader(),
                new Class<?>[] {ConfiguredPole.Config.class},
                (proxy, method, arguments) -> {
                    Object value = values.getOrDefault(method.getName(), method.getDefaultValue());
                    return value instanceof List<?> list ? list.toArray(new String[0]) : value;
                });
    }

    /** @return what is wrong; empty for nothing */
    static List<ConfigurationProblem> problems(ConfiguredPole.Config config) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        checkName("site", config.site(), problems);
        checkName("pole", config.pole(), problems);
        if (RESERVED.contains(orEmpty(config.pole()))) {
            problems.add(problem(
                    "pole",
                    shown(config.pole()),
                    "must not be group or zone, which stand in topics where poles stand"));
        }
        checkText("cabinet", config.cabinet(), problems);
        checkText("circuit", config.circuit(), problems);
        if (!PHASES.contains(orEmpty(config.phase()))) {
            problems.add(problem("phase", shown(config.phase()), "must be L1, L2, L3 or empty"));
        }
        checkDegrees("latitude", config::latitude, 90, problems);
        checkDegrees("longitude", config::longitude, 180, problems);
        checkZone(config.zone(), problems);
        checkNames("groups", config.groups(), problems);
        checkNames("zones", config.zones(), problems);
        return problems;
    }

    private static void checkName(String key, @Nullable String given, List<ConfigurationProblem> problems) {
        if (!Names.isName(orEmpty(given))) {
            problems.add(problem(key, shown(given), "must be " + A_NAME));
        }
    }

    private static void checkText(String key, @Nullable String given, List<ConfigurationProblem> problems) {
        String text = orEmpty(given);
        if (text.length() > LONGEST || text.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(problem(
                    key, shown(given), "must be at most %d characters, without control characters".formatted(LONGEST)));
        }
    }

    private static void checkDegrees(
            String key, DoubleSupplier configured, int most, List<ConfigurationProblem> problems) {
        String given;
        try {
            double degrees = configured.getAsDouble();
            if (degrees >= -most && degrees <= most) {
                return;
            }
            given = Double.toString(degrees);
        } catch (RuntimeException e) {
            // Declarative Services throws when asked for a value that it can not turn into a number.
            given = "no number";
        }
        problems.add(problem(key, given, "must be a number from -%d to %d degrees".formatted(most, most)));
    }

    private static void checkZone(@Nullable String given, List<ConfigurationProblem> problems) {
        try {
            ZoneId.of(orEmpty(given));
        } catch (DateTimeException e) {
            problems.add(problem("zone", shown(given), "must be a time zone such as Europe/Berlin"));
        }
    }

    private static void checkNames(String key, String @Nullable [] given, List<ConfigurationProblem> problems) {
        List<String> names = names(given);
        if (names.size() > MOST_NAMES) {
            problems.add(problem(key, names.size() + " names", "must be at most " + MOST_NAMES + " names"));
        }
        names.stream()
                .filter(name -> !Names.isName(name))
                .findFirst()
                .ifPresent(bad -> problems.add(problem(key, shown(bad), "must be names, each " + A_NAME)));
    }

    /** Forms leave empty lines and no list at all; a name that stands twice counts once. */
    static List<String> names(String @Nullable [] given) {
        return Stream.ofNullable(given)
                .flatMap(Arrays::stream)
                .filter(name -> !orEmpty(name).isBlank())
                .distinct()
                .toList();
    }

    /** Kura and the Felix ConfigAdmin differ in what an unset text is. */
    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** In one short line, whatever came. */
    private static String shown(@Nullable String given) {
        String line = orEmpty(given).replaceAll("\\p{Cntrl}", "?");
        return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line) + "'";
    }

    private static ConfigurationProblem problem(String key, String given, String expected) {
        return new ConfigurationProblem(ConfiguredPole.PID, key, given, expected);
    }
}
