package io.smartpole.lighting.program;

/** What a document means when it says sunset and sunrise. */
public enum Sunset {
    /** Too dark to read outdoors: the street light's dusk and dawn. */
    CIVIL_TWILIGHT("civil-twilight", 96),
    /** The upper edge of the sun on a flat horizon, lifted by the refraction of the air. */
    HORIZON("horizon", 90.833);

    private final String label;
    private final double zenith;

    Sunset(String label, double zenith) {
        this.label = label;
        this.zenith = zenith;
    }

    /** @return how the document writes it */
    public String label() {
        return label;
    }

    /** @return the sun's zenith angle at the event, in degrees */
    public double zenith() {
        return zenith;
    }
}
