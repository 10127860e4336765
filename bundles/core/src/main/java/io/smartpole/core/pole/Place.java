package io.smartpole.core.pole;

import java.time.ZoneId;

/**
 * Where the pole stands.
 *
 * @param latitude degrees north, -90 to 90 (WGS 84)
 * @param longitude degrees east, -180 to 180 (WGS 84)
 * @param zone the time zone of the lighting programs
 */
public record Place(double latitude, double longitude, ZoneId zone) {

    public Place {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude must be -90 to 90 degrees, but is " + latitude);
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude must be -180 to 180 degrees, but is " + longitude);
        }
    }
}
