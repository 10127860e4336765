package io.smartpole.simulation.world;

/**
 * Repeatable chance: the same seed, slot and draw give the same number, whenever and in whichever order they are asked
 * for. So the world is a function of seed and time, and a second look at the same moment shows the same thing.
 */
record Chance(long seed) {

    /** @return another chance of the same seed, independent of this one */
    Chance of(String subject) {
        return new Chance(mix(seed ^ mix(subject.hashCode())));
    }

    /** @return a number from 0 (included) to 1 (excluded), the {@code nth} of this slot */
    double draw(long slot, int nth) {
        return (mix(mix(seed + slot) + nth) >>> 11) * 0x1.0p-53;
    }

    /** @return how many events fall into this slot when {@code mean} are expected (Knuth's method; for small means) */
    int poisson(long slot, double mean) {
        double limit = Math.exp(-mean);
        int events = 0;
        for (double product = draw(slot, 0); product > limit; product *= draw(slot, events)) {
            events++;
        }
        return events;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long mix(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
