package io.smartpole.lighting.program;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** When a control program is active. What would lie beyond the noons of its night is cut off. */
sealed interface ActivePeriod {

    /** @return the parts of the night in which it is active, by what the photocell says now */
    List<Span> spans(Situation in);

    /** From one local time to another; the whole night if they are equal. */
    record AbsoluteActivePeriod(LocalTime startTime, LocalTime endTime) implements ActivePeriod {

        @Override
        public List<Span> spans(Situation in) {
            return in.night().between(startTime, endTime);
        }
    }

    /** From sunset to sunrise. */
    record AstroClockActivePeriod(Duration sunsetOffset, Duration sunriseOffset) implements ActivePeriod {

        @Override
        public List<Span> spans(Situation in) {
            return in.sun().dark(sunsetOffset, sunriseOffset, in.night().whole());
        }
    }

    /** As long as the photocell wants light. */
    record SensorActivePeriod() implements ActivePeriod {

        @Override
        public List<Span> spans(Situation in) {
            return in.sensors().photocellWantsLight() ? List.of(in.night().whole()) : List.of();
        }
    }

    /**
     * From sunset to sunrise, where the photocell may begin it earlier and end it earlier: it is asked from
     * {@code pcActiveBeforeSunset} before sunset until the moved sunset, and from {@code pcActiveBeforeSunrise} before
     * sunrise until the moved sunrise. In between the program is active and outside it is not, so a dead photocell never
     * blocks either switching.
     */
    record AstroAndSensorActivePeriod(
            Duration sunsetOffset,
            Duration sunriseOffset,
            Duration pcActiveBeforeSunset,
            Duration pcActiveBeforeSunrise)
            implements ActivePeriod {

        @Override
        public List<Span> spans(Situation in) {
            Span night = in.night().whole();
            Duration earliest = pcActiveBeforeSunset.negated();
            Duration asked = earliest.compareTo(sunsetOffset) < 0 ? earliest : sunsetOffset;
            List<Span> possible = in.sun().dark(asked, sunriseOffset, night);
            if (in.sensors().photocellWantsLight()) {
                return possible;
            }
            List<Span> certain = new ArrayList<>();
            for (Span core : in.sun().dark(sunsetOffset, pcActiveBeforeSunrise.negated(), night)) {
                possible.forEach(span -> certain.add(span.common(core)));
            }
            return certain;
        }
    }
}
