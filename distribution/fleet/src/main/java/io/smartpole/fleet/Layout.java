package io.smartpole.fleet;

import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.PoleIdentity;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Where the poles of a fleet stand and what feeds them: 25 on a cabinet, on two circuits, neighbours on different phases.
 *
 * @param site of all of them
 */
record Layout(String site) {

    static final int ON_A_CABINET = 25;

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int ON_A_CIRCUIT = 13;
    private static final double LATITUDE = 51.09;
    private static final double LONGITUDE = 6.84;
    private static final double STEP_DEGREES = 0.0004; // some 30 m

    /** @param number from 1 */
    PoleIdentity pole(int number) {
        int cabinet = (number - 1) / ON_A_CABINET;
        int inCabinet = (number - 1) % ON_A_CABINET;
        return new PoleIdentity(
                site,
                name(number),
                "C-%02d".formatted(cabinet + 1),
                inCabinet < ON_A_CIRCUIT ? "1" : "2",
                "L" + (inCabinet % 3 + 1),
                new Place(LATITUDE + cabinet * STEP_DEGREES, LONGITUDE + inCabinet * STEP_DEGREES, ZONE));
    }

    static String name(int number) {
        return String.format(Locale.ROOT, "p-%04d", number);
    }
}
