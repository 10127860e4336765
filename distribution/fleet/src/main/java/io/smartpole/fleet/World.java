package io.smartpole.fleet;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What the sensors of a pole say at a time, and how it is: made up, plausible, and the same each time for the same pole. */
final class World {

    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final Series HUMIDITY = new Series("bme280", "humidity", Unit.RELATIVE_HUMIDITY);
    private static final Series PRESSURE = new Series("bme280", "pressure", Unit.PASCAL);
    private static final Series LEVEL = new Series("lamp", "level", Unit.RATIO);
    private static final Series POWER = new Series("lamp", "power", Unit.WATT);

    private static final double RATED_WATT = 42;
    private static final int SECONDS_A_DAY = 86_400;

    /** One of so many poles needs somebody now, one of so many soon. */
    private static final int CRITICAL_EVERY = 199;

    private static final int WARN_EVERY = 83;

    private World() {}

    /** @param number of the pole */
    static List<Reading> readings(int number, Moment now) {
        double day =
                2 * Math.PI * now.instant().atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / SECONDS_A_DAY;
        double temperature = 12 - 6 * Math.cos(day) + number % 7 * 0.1;
        double level = Math.cos(day) > 0 ? 1 : 0;
        return List.of(
                reading(TEMPERATURE, temperature, now),
                reading(HUMIDITY, 70 + 15 * Math.cos(day), now),
                reading(PRESSURE, 101_300 + number % 11, now),
                reading(LEVEL, level, now),
                reading(POWER, level * RATED_WATT, now));
    }

    private static Reading reading(Series series, double value, Moment now) {
        return series.reading(Value.of(Math.round(value * 100) / 100.0), now);
    }

    /** @param since when the pole was started */
    static HealthReport health(int number, Instant since, Moment now) {
        HealthResult lamp = number % CRITICAL_EVERY == 0
                ? HealthResult.critical("the lamp takes 0 W at 100 %", "Drive out with a lamp and a driver.")
                : number % WARN_EVERY == 0
                        ? HealthResult.warn("the lamp takes 31 W instead of 42 W", "Plan a new lamp.")
                        : HealthResult.ok("the lamp obeys");
        HealthStatus worst = lamp.status();
        return new HealthReport(
                worst,
                now.instant(),
                List.of(
                        new HealthReport.Check("lamp", lamp, since, null),
                        new HealthReport.Check("simulated", HealthResult.ok("one of a simulated fleet"), since, null)),
                null);
    }
}
