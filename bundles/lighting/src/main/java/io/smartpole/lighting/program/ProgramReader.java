package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import io.smartpole.lighting.program.ActivePeriod.AbsoluteActivePeriod;
import io.smartpole.lighting.program.ActivePeriod.AstroAndSensorActivePeriod;
import io.smartpole.lighting.program.ActivePeriod.AstroClockActivePeriod;
import io.smartpole.lighting.program.ActivePeriod.SensorActivePeriod;
import io.smartpole.lighting.program.AstroClockTimeControl.SolarEvent;
import io.smartpole.lighting.program.DynamicControl.FixedControlEffect;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one control program. */
final class ProgramReader {

    /** GXF's limit of a schedule. */
    private static final int MOST_CONTROLS = 50;

    private static final int MOST_PERIODS = 10;

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String SOURCE_RIGHT =
            "presence, zone, photocell, half-night or the name of an input of the hardware profile";
    private static final String OPERATION_RIGHT = "Set, Max or Min (Add, Sub and Mul are not supported)";
    private static final String EFFECT_RIGHT =
            "FixedControlEffect, or leave it out (a level from outside is an override)";
    private static final String PERIOD_RIGHT =
            "AbsoluteActivePeriod, AstroClockActivePeriod, SensorActivePeriod or AstroAndSensorActivePeriod";
    private static final String SENSOR_RIGHT = "photocell, or leave it out";
    private static final String THRESHOLD_RIGHT =
            "%s or leave it out: the photocell answers 1 or 0, its lux thresholds are set in the photocell settings";

    /** Somebody who stands still is not noticed all the time. */
    private static final Duration HOLD_PRESENCE = Duration.ofSeconds(60);

    private ProgramReader() {}

    static ControlProgram program(Part program, String id) {
        program.expectFields("id", "activePeriods", "fixedTimeControls", "astroClockTimeControls", "dynamicControls");
        List<ActivePeriod> periods = new ArrayList<>();
        for (Part period : program.field("activePeriods").items(MOST_PERIODS)) {
            periods.add(activePeriod(period));
        }
        List<FixedTimeControl> fixed = fixedTimeControls(program.field("fixedTimeControls"));
        List<AstroClockTimeControl> astro = astroClockTimeControls(program.field("astroClockTimeControls"));
        List<DynamicControl> dynamic = new ArrayList<>();
        for (Part control : program.field("dynamicControls").items(MOST_CONTROLS)) {
            dynamic.add(dynamicControl(control));
        }
        int controls = fixed.size() + astro.size() + dynamic.size();
        if (controls > MOST_CONTROLS) {
            program.refuse("has %d controls; at most %d are allowed".formatted(controls, MOST_CONTROLS));
        }
        return new ControlProgram(id, periods, fixed, astro, dynamic);
    }

    private static ActivePeriod activePeriod(Part period) {
        Part name = period.field("name");
        switch (name.value(text -> text, PERIOD_RIGHT, "")) {
            case "AbsoluteActivePeriod" -> {
                period.expectFields("name", "startTime", "endTime");
                return new AbsoluteActivePeriod(time(period.field("startTime")), time(period.field("endTime")));
            }
            case "AstroClockActivePeriod" -> {
                period.expectFields("name", "sunsetOffset", "sunriseOffset");
                return new AstroClockActivePeriod(
                        offset(period.field("sunsetOffset")), offset(period.field("sunriseOffset")));
            }
            case "SensorActivePeriod" -> {
                period.expectFields("name", "sensor", "onLevel", "offLevel");
                expectPhotocell(period);
                return new SensorActivePeriod();
            }
            case "AstroAndSensorActivePeriod" -> {
                period.expectFields(
                        "name",
                        "sensor",
                        "sunsetOffset",
                        "sunriseOffset",
                        "pcActiveBeforeSunset",
                        "pcActiveBeforeSunrise",
                        "onLevel",
                        "offLevel");
                expectPhotocell(period);
                return new AstroAndSensorActivePeriod(
                        offset(period.field("sunsetOffset")),
                        offset(period.field("sunriseOffset")),
                        before(period.field("pcActiveBeforeSunset")),
                        before(period.field("pcActiveBeforeSunrise")));
            }
            default -> {
                name.refuse("is not a known period; write " + PERIOD_RIGHT);
                return new SensorActivePeriod();
            }
        }
    }

    private static void expectPhotocell(Part period) {
        period.field("sensor").valueOr(Values.only(Sensors.PHOTOCELL), SENSOR_RIGHT, "");
        period.field("onLevel").valueOr(Values.exactly(1), THRESHOLD_RIGHT.formatted("1"), "");
        period.field("offLevel").valueOr(Values.exactly(0), THRESHOLD_RIGHT.formatted("0"), "");
    }

    private static List<FixedTimeControl> fixedTimeControls(Part list) {
        List<FixedTimeControl> controls = new ArrayList<>();
        Set<LocalTime> times = new HashSet<>();
        for (Part control : list.items(MOST_CONTROLS)) {
            control.expectFields("startTime", "level", "rampToLevelTime");
            Part startTime = control.field("startTime");
            LocalTime time = time(startTime);
            if (startTime.isSound() && !times.add(time)) {
                startTime.refuse("'" + time + "' is the start of another control already; write each time once");
            }
            controls.add(new FixedTimeControl(time, level(control), ramp(control.field("rampToLevelTime"))));
        }
        if (controls.isEmpty()) {
            list.refuse("is empty; write at least one, such as {startTime: \"12:00\", level: 100}");
        }
        controls.sort(Comparator.comparing(FixedTimeControl::startTime, NoonToNoon.ORDER));
        return controls;
    }

    private static List<AstroClockTimeControl> astroClockTimeControls(Part list) {
        List<AstroClockTimeControl> controls = new ArrayList<>();
        for (Part control : list.items(MOST_CONTROLS)) {
            control.expectFields("solarEventType", "offset", "operation", "level", "rampToLevelTime");
            controls.add(new AstroClockTimeControl(
                    control.field("solarEventType")
                            .value(ProgramReader::solarEvent, "sunset or sunrise", SolarEvent.SUNSET),
                    offset(control.field("offset")),
                    operation(control.field("operation")),
                    level(control),
                    ramp(control.field("rampToLevelTime"))));
        }
        return controls;
    }

    private static DynamicControl dynamicControl(Part control) {
        control.expectFields("period", "effect");
        FixedControlEffect effect = effect(control.field("effect"));
        Part period = control.field("period");
        if (!period.isGiven()) {
            return new DynamicControl(LocalTime.NOON, LocalTime.NOON, effect);
        }
        period.expectFields("startTime", "endTime");
        return new DynamicControl(time(period.field("startTime")), time(period.field("endTime")), effect);
    }

    private static FixedControlEffect effect(Part effect) {
        effect.expectFields("type", "source", "operation", "level", "holdTime", "rampToLevelTime", "rampFromLevelTime");
        effect.field("type").valueOr(Values.only("FixedControlEffect"), EFFECT_RIGHT, "");
        String source = effect.field("source").value(Values.form(SOURCE), SOURCE_RIGHT, "");
        Part operation = effect.field("operation");
        EffectOperation applied = operation(operation);
        boolean raises = FixedControlEffect.raises(source);
        if (raises && applied != EffectOperation.MAX) {
            operation.refuse("'" + applied.label() + "' is not for " + source
                    + "; write Max: presence may only raise the light");
        }
        Part rampFrom = effect.field("rampFromLevelTime");
        if (rampFrom.isGiven() && !raises) {
            rampFrom.refuse("is for presence and zone only; leave it out: the level that follows brings its own ramp");
        }
        return new FixedControlEffect(
                source,
                applied,
                level(effect),
                effect.field("holdTime")
                        .valueOr(Values::seconds, Values.SECONDS_RIGHT, raises ? HOLD_PRESENCE : Duration.ZERO),
                ramp(effect.field("rampToLevelTime")),
                ramp(rampFrom));
    }

    private static LocalTime time(Part time) {
        return time.value(Values::time, Values.TIME_RIGHT, LocalTime.NOON);
    }

    private static LightLevel level(Part control) {
        return control.field("level").value(Values::level, Values.LEVEL_RIGHT, LightLevel.FULL);
    }

    private static @Nullable Duration ramp(Part ramp) {
        return ramp.isGiven() ? ramp.value(Values::seconds, Values.SECONDS_RIGHT, Duration.ZERO) : null;
    }

    private static Duration offset(Part offset) {
        return offset.valueOr(Values::offset, Values.OFFSET_RIGHT, Duration.ZERO);
    }

    private static Duration before(Part before) {
        return before.value(Values::before, Values.BEFORE_RIGHT, Duration.ZERO);
    }

    private static EffectOperation operation(Part operation) {
        return operation.value(ProgramReader::effectOperation, OPERATION_RIGHT, EffectOperation.MAX);
    }

    private static EffectOperation effectOperation(String text) {
        for (EffectOperation operation : EffectOperation.values()) {
            if (operation.label().equals(text)) {
                return operation;
            }
        }
        throw new IllegalArgumentException();
    }

    private static SolarEvent solarEvent(String text) {
        for (SolarEvent event : SolarEvent.values()) {
            if (event.label().equals(text)) {
                return event;
            }
        }
        throw new IllegalArgumentException();
    }
}
