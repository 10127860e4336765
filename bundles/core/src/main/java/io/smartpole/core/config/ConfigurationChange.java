package io.smartpole.core.config;

import java.util.Map;

/**
 * A proposed change to one concern. Its values have the types of their {@link Setting}s; where nothing is set they are
 * the defaults, and a key without either is missing. Secrets are among them: never log these maps.
 *
 * @param pid the concern
 * @param present values as they are
 * @param proposed values as they would be
 * @param origin who proposes it
 */
public record ConfigurationChange(
        String pid, Map<String, Object> present, Map<String, Object> proposed, Origin origin) {

    public ConfigurationChange {
        present = Map.copyOf(present);
        proposed = Map.copyOf(proposed);
    }

    /** @return which and whose change it is, without its values: some of them may be secrets */
    @Override
    public String toString() {
        return "change of " + pid + " (" + origin + ")";
    }

    /** Who wants a change. Some things only people at the pole may do, such as lowering the safety floor. */
    public enum Origin {
        ON_SITE,
        PLATFORM
    }
}
