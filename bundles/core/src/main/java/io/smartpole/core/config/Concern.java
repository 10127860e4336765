package io.smartpole.core.config;

import java.util.List;

/**
 * What can be set about one concern of the gateway.
 *
 * @param pid its persistent identity, such as {@code smartpole.lighting}
 * @param name for people
 * @param description for people
 * @param settings in the order in which people should see them
 */
public record Concern(String pid, String name, String description, List<Setting> settings) {

    public Concern {
        settings = List.copyOf(settings);
    }
}
