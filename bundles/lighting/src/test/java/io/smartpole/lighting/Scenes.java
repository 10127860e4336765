package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.lighting.settings.Commissioning;
import io.smartpole.lighting.settings.LightSettings;
import io.smartpole.lighting.settings.LightingClass;
import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests have in common: a pole on the Rhine, and the program of a city that dims at night. */
public final class Scenes {

    public static final Place RHINE = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));

    public static final String CITY_PROGRAM = programs("""
            fixedTimeControls:
              - {startTime: "20:00", level: 80}
              - {startTime: "22:00", level: 50}
              - {startTime: "06:00", level: 100}
            """);

    public static final Map<String, Object> CITY_VALUES = Map.of(
            "programs", CITY_PROGRAM,
            "commissioned_floor", 50.0,
            "commissioned_rated$_$class", "P3",
            "commissioned_reduced$_$class", "P5",
            "commissioned_approver", "city engineer",
            "commissioned_date", "2026-11-01");

    private Scenes() {}

    /** @return a document with one program, which is active from dusk to dawn */
    public static String programs(String controls) {
        return """
                calendar: {defaultProgram: city}
                programs:
                  - id: city
                    activePeriods: [{name: AstroClockActivePeriod, sunsetOffset: 0, sunriseOffset: 0}]
                """ + controls.indent(4);
    }

    public static Pole poleAt(@Nullable Place place) {
        return () -> new PoleIdentity("dormagen", "p-0001", "", "", "", place);
    }

    public static Commissioning recordWithFloor(double percent) {
        return new Commissioning(
                LightLevel.percent(percent),
                LightingClass.of("P3"),
                LightingClass.of("P5"),
                false,
                percent == 0,
                "city engineer",
                LocalDate.of(2026, 11, 1));
    }

    /** @return the defaults of the configuration with some values changed, by name of the annotation's method */
    public static LightSettings.Config config(Map<String, Object> changed) {
        return (LightSettings.Config) Proxy.newProxyInstance(
                Scenes.class.getClassLoader(),
                new Class<?>[] {LightSettings.Config.class},
                (proxy, method, arguments) -> {
                    Object value = changed.getOrDefault(method.getName(), method.getDefaultValue());
                    if (value instanceof RuntimeException e) {
                        throw e;
                    }
                    return value;
                });
    }

    public static LightSettings.Config cityConfig() {
        return config(CITY_VALUES);
    }
}
