package io.smartpole.core.light;

/**
 * How bright the lamp is told to be, or is: a share of its rated light output.
 *
 * @param ratio 0 (off) to 1 (full)
 */
public record LightLevel(double ratio) implements Comparable<LightLevel> {

    public static final LightLevel OFF = new LightLevel(0);
    public static final LightLevel FULL = new LightLevel(1);

    public LightLevel {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("light level must be 0 to 1, but is " + ratio);
        }
    }

    /** @param percent 0 to 100 */
    public static LightLevel percent(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("light level must be 0 to 100 %, but is " + percent + " %");
        }
        return new LightLevel(percent / 100);
    }

    public double percent() {
        return ratio * 100;
    }

    public LightLevel atLeast(LightLevel floor) {
        return compareTo(floor) < 0 ? floor : this;
    }

    @Override
    public int compareTo(LightLevel other) {
        return Double.compare(ratio, other.ratio);
    }

    @Override
    public String toString() {
        return Math.round(percent() * 10) / 10.0 + " %";
    }
}
