package io.smartpole.core.light;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the light is doing, as of the latest cycle of the control loop.
 *
 * @param decision the level chosen, and why
 * @param output what the lamp's driver was told: the level after ramp, virtual light output and constant light output;
 *     null while no driver takes it
 * @param floor the safety floor: the lamp is never below it while it is not proven day
 * @param localService local service in force; null if none
 * @param emergency emergency in force; null if none
 * @param override the override in force; null if none
 * @param inputs what the decision was made from, each in plain words: {@code clock} to {@code trusted, 22:10:05}
 * @param power the newest measurement of the lamp's power, in W; null if nothing measured it since start
 * @param figures what the lamp has done since it was installed
 * @param alarms what is wrong with the lamp now
 * @param sun dawn and dusk of this solar day; null while time or place is not known
 * @param problem what is wrong with the control loop, in plain words; null if nothing
 */
public record LightStatus(
        LightDecision decision,
        @Nullable LightLevel output,
        LightLevel floor,
        @Nullable InForce localService,
        @Nullable InForce emergency,
        @Nullable InForce override,
        Map<String, String> inputs,
        @Nullable Reading power,
        LampFigures figures,
        List<LampAlarm> alarms,
        @Nullable SunTimes sun,
        @Nullable String problem) {

    public LightStatus {
        alarms = List.copyOf(alarms);
    }

    /**
     * A request in force.
     *
     * @param level the level that was asked for, before the safety floor
     * @param until when it ends, in the world's time; null while the clock is not trusted and only its length is known
     */
    public record InForce(LightLevel level, @Nullable Instant until) {}

    /** @return the newest measured power in W; null if there is none */
    public @Nullable Double watts() {
        return power != null && power.value() instanceof Value.Numeric value ? value.number() : null;
    }
}
