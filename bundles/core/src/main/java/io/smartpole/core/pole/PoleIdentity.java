package io.smartpole.core.pole;

import org.jspecify.annotations.Nullable;

/**
 * Which pole this is, in the words of operations.
 *
 * @param site the city or district; part of every topic
 * @param pole the pole number (Leuchtstellennummer); part of every topic
 * @param cabinet the switching cabinet that feeds the pole, or empty
 * @param circuit the circuit in that cabinet, or empty
 * @param phase L1, L2, L3, or empty
 * @param place where it stands; null until a technician placed it on the map
 */
public record PoleIdentity(
        String site,
        String pole,
        String cabinet,
        String circuit,
        String phase,
        @Nullable Place place) {

    public PoleIdentity {
        Names.check("site", site);
        Names.check("pole", pole);
    }
}
