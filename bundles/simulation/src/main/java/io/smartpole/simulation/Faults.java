package io.smartpole.simulation;

import io.smartpole.simulation.world.Luminaire.Defect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is broken on the virtual pole.
 *
 * @param unplugged names of the sensors that do not answer
 * @param lamp what is wrong with the lamp
 */
record Faults(Set<String> unplugged, Defect lamp) {

    private static final String UNPLUG = "unplug:";

    Faults {
        unplugged = Set.copyOf(unplugged);
    }

    /**
     * @param words each {@code unplug:<sensor>}, {@code lamp:open} or {@code lamp:full}; empty ones are skipped
     * @throws IllegalArgumentException if one is none of these
     */
    static Faults parse(List<String> words) {
        Set<String> unplugged = new HashSet<>();
        Defect lamp = Defect.NONE;
        for (String word : words) {
            if (word.startsWith(UNPLUG) && word.length() > UNPLUG.length()) {
                unplugged.add(word.substring(UNPLUG.length()));
            } else if (word.equals("lamp:open")) {
                lamp = Defect.OPEN;
            } else if (word.equals("lamp:full")) {
                lamp = Defect.FULL;
            } else if (!word.isEmpty()) {
                throw new IllegalArgumentException(
                        "faults: must be unplug:<sensor>, lamp:open or lamp:full, but one is '" + word + "'");
            }
        }
        return new Faults(unplugged, lamp);
    }
}
