package io.smartpole.core.reading;

import io.smartpole.core.time.Moment;

/**
 * One value, read at one moment.
 *
 * @param series what was measured, with its unit
 * @param value what it was
 * @param time when, in the world's time
 * @param lane how urgent it is
 */
public record Reading(Series series, Value value, Moment time, Lane lane) {

    public Reading {
        if (value instanceof Value.Numeric != (series.unit() != null)) {
            throw new IllegalArgumentException(
                    "%s: numbers need a unit, and only numbers have one, but value is %s with unit %s"
                            .formatted(series.name(), value, series.unit()));
        }
    }
}
