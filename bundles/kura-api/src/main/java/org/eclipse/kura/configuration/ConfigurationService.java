package org.eclipse.kura.configuration;

import java.util.Map;
import org.eclipse.kura.KuraException;

/** Kura's own door to the configuration: what goes through it is kept in Kura's snapshots. It checks no value. */
public interface ConfigurationService {

    /**
     * @return the configuration of that component, null if Kura does not know it
     * @throws KuraException if Kura cannot read it
     */
    ComponentConfiguration getComponentConfiguration(String pid) throws KuraException;

    /**
     * Merges the properties into the component's present ones, hands the result to the ConfigAdmin and takes a snapshot.
     *
     * @param properties passwords as {@link Password}, lists as arrays; what is not named stays
     * @throws KuraException if Kura cannot store them
     */
    void updateConfiguration(String pid, Map<String, Object> properties) throws KuraException;
}
