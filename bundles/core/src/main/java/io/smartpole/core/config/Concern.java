package io.smartpole.core.config;

import io.smartpole.core.keys.Role;
import java.util.List;

/**
 * What can be set about one concern of the gateway.
 *
 * @param pid its persistent identity, such as {@code smartpole.lighting}
 * @param name for people
 * @param description for people
 * @param writer which role a key of the platform needs to set it; people at the pole need none
 * @param settings in the order in which people should see them
 */
public record Concern(String pid, String name, String description, Role writer, List<Setting> settings) {

    /** Header of a bundle: the role that may set its concerns from afar; {@link Role#CONFIG} where it is missing. */
    public static final String WRITER_HEADER = "Smartpole-Configured-By";

    public Concern {
        settings = List.copyOf(settings);
    }
}
