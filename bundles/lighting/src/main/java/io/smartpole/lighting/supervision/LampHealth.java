package io.smartpole.lighting.supervision;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words how the lamp is doing, and what to bring if it is not well. The worst comes first. */
final class LampHealth {

    static final String NO_METER =
            "no power is measured: a wrong power or a dark lamp is not noticed by it, and energy is" + " estimated";

    private LampHealth() {}

    /**
     * @param power what is known of the measured power, such as {@code takes 41.8 W}
     * @param problems what is wrong with the supervision itself
     */
    static HealthResult of(List<LampAlarm> alarms, List<HealthResult> problems, String power, LampFigures figures) {
        List<HealthResult> found = new ArrayList<>(problems);
        for (LampAlarm alarm : alarms) {
            LampEvent event = LampEvent.of(alarm.event());
            found.add(new HealthResult(event.status(), alarm.event() + ": " + alarm.evidence(), event.action()));
        }
        if (found.isEmpty()) {
            return HealthResult.ok(power + "; " + inWords(figures));
        }
        found.sort(Comparator.comparing(HealthResult::status).reversed());
        HealthStatus worst = found.get(0).status();
        return new HealthResult(
                worst,
                found.stream().map(HealthResult::message).collect(Collectors.joining("; ")),
                found.stream().map(HealthResult::action).distinct().collect(Collectors.joining("; ")));
    }

    private static String inWords(LampFigures figures) {
        return "%s kWh (%s estimated, not for billing), %s burning hours, %d times switched on"
                .formatted(
                        Tally.number(figures.energy() / 1000),
                        Tally.number(figures.estimatedEnergy() / 1000),
                        Tally.number(figures.burningHours()),
                        figures.switchOns());
    }
}
