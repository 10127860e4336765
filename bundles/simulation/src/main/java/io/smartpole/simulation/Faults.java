package io.smartpole.simulation;

import io.smartpole.simulation.dali.DaliBus;
import io.smartpole.simulation.world.Luminaire.Defect;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is broken on the virtual pole, or held by somebody.
 *
 * @param unplugged names of the sensors that do not answer
 * @param lamp what is wrong with the lamp
 * @param dali what is wrong on the DALI bus
 * @param cell what is wrong with the light sensors
 * @param mainsOff no mains reach the pole; its computer runs on
 * @param contacts names of the inputs that are active now
 */
record Faults(
        Set<String> unplugged,
        Defect lamp,
        Set<DaliBus.Fault> dali,
        Photocell.Fault cell,
        boolean mainsOff,
        Set<String> contacts) {

    static final Faults NONE = new Faults(Set.of(), Defect.NONE, Set.of(), Photocell.Fault.NONE, false, Set.of());

    private static final String KNOWN = "unplug:<sensor>, lamp:open|full|stuck|cycling|weak, gear:silent|garbled|twin, "
            + "cell:stuck|dark|bright, mains:off or contact:<input>";

    Faults {
        unplugged = Set.copyOf(unplugged);
        dali = Set.copyOf(dali);
        contacts = Set.copyOf(contacts);
    }

    /**
     * @param words each {@code <part>:<what>}; empty ones are skipped
     * @throws IllegalArgumentException if one is unknown, or if a lamp or cell would have two faults at once
     */
    static Faults parse(List<String> words) {
        Set<String> unplugged = new HashSet<>();
        Set<DaliBus.Fault> dali = EnumSet.noneOf(DaliBus.Fault.class);
        Set<String> contacts = new HashSet<>();
        Defect lamp = Defect.NONE;
        Photocell.Fault cell = Photocell.Fault.NONE;
        boolean mainsOff = false;
        for (String word : words) {
            if (word.isEmpty()) {
                continue;
            }
            String part = word.substring(0, word.indexOf(':') + 1);
            String what = word.substring(part.length());
            switch (part) {
                case "unplug:" -> unplugged.add(named(what, word));
                case "contact:" -> contacts.add(named(what, word));
                case "lamp:" -> lamp = only(lamp, Defect.NONE, constant(Defect.class, what, word), "lamp");
                case "cell:" ->
                    cell = only(cell, Photocell.Fault.NONE, constant(Photocell.Fault.class, what, word), "cell");
                case "gear:" -> dali.add(constant(DaliBus.Fault.class, what, word));
                case "mains:" -> {
                    if (!what.equals("off")) {
                        throw unknown(word);
                    }
                    mainsOff = true;
                }
                default -> throw unknown(word);
            }
        }
        return new Faults(unplugged, lamp, dali, cell, mainsOff, contacts);
    }

    private static String named(String name, String word) {
        if (name.isEmpty()) {
            throw unknown(word);
        }
        return name;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String what, String word) {
        for (E constant : type.getEnumConstants()) {
            if (!constant.name().equals("NONE")
                    && constant.name().toLowerCase(Locale.ROOT).equals(what)) {
                return constant;
            }
        }
        throw unknown(word);
    }

    private static <E extends Enum<E>> E only(E former, E none, E added, String part) {
        if (former != none && former != added) {
            throw new IllegalArgumentException(
                    "faults: the " + part + " can have one fault only, but there are " + former + " and " + added);
        }
        return added;
    }

    private static IllegalArgumentException unknown(String word) {
        return new IllegalArgumentException("faults: must be " + KNOWN + ", but one is '" + word + "'");
    }
}
