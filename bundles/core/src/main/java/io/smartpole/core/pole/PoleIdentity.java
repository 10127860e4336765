package io.smartpole.core.pole;

import java.util.List;
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
 * @param groups groups of the site that it belongs to: it obeys commands to them
 * @param zones zones of the site that it shares presence with: its neighbours
 */
public record PoleIdentity(
        String site,
        String pole,
        String cabinet,
        String circuit,
        String phase,
        @Nullable Place place,
        List<String> groups,
        List<String> zones) {

    /** Site and pole number of a pole as it comes from the factory, until somebody at the pole names it. */
    public static final String UNNAMED = "unnamed";

    public PoleIdentity {
        Names.check("site", site);
        Names.check("pole", pole);
        groups = List.copyOf(groups);
        zones = List.copyOf(zones);
        groups.forEach(group -> Names.check("group", group));
        zones.forEach(zone -> Names.check("zone", zone));
    }

    /** A pole in no group and no zone. */
    public PoleIdentity(String site, String pole, String cabinet, String circuit, String phase, @Nullable Place place) {
        this(site, pole, cabinet, circuit, phase, place, List.of(), List.of());
    }

    /** @return whether both site and pole number were set: only then may anything be signed in its name */
    public boolean named() {
        return !site.equals(UNNAMED) && !pole.equals(UNNAMED);
    }
}
