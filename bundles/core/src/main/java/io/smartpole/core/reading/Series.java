package io.smartpole.core.reading;

import io.smartpole.core.pole.Names;
import io.smartpole.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, again and again: {@code bme280/temperature} in Cel. Made once and shared by all its readings.
 *
 * @param component the part of the pole that measures, such as {@code bme280}
 * @param quantity what it measures, such as {@code temperature}
 * @param unit the unit of its numbers; null for yes/no and text
 */
public record Series(
        String component, String quantity, @Nullable Unit unit) {

    public Series {
        Names.check("component", component);
        Names.check("quantity", quantity);
    }

    /** @return {@code component/quantity}, as it stands in topics and SenML names */
    public String name() {
        return component + "/" + quantity;
    }

    public Reading reading(Value value, Moment time) {
        return new Reading(this, value, time, Lane.MEASUREMENT);
    }

    public Reading alarm(Value value, Moment time) {
        return new Reading(this, value, time, Lane.ALARM);
    }
}
