package io.smartpole.core.reading;

/** The units that this gateway measures in, with their registered SenML symbols (RFC 8428 12.1, RFC 8798). */
public enum Unit {
    CELSIUS("Cel", false),
    PASCAL("Pa", false),
    RELATIVE_HUMIDITY("%RH", false),
    LUX("lx", false),
    RATIO("/", false),
    WATT("W", false),
    VOLT("V", false),
    AMPERE("A", false),
    SECOND("s", false),
    COUNT("count", false),
    BYTE("B", false),
    DEGREE("deg", false),
    HOUR("h", true),
    WATT_HOUR("Wh", true),
    MICROGRAM_PER_CUBIC_METRE("ug/m3", true),
    PARTS_PER_MILLION("ppm", true);

    private final String symbol;
    private final boolean secondary;

    Unit(String symbol, boolean secondary) {
        this.symbol = symbol;
        this.secondary = secondary;
    }

    public String symbol() {
        return symbol;
    }

    /** @return true for units of RFC 8798, which a pack may use only with {@code bver} 26 (RFC 9100) */
    public boolean secondary() {
        return secondary;
    }
}
