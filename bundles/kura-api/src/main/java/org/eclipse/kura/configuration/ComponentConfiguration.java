package org.eclipse.kura.configuration;

import java.util.Map;

/** The configuration of one component, as Kura keeps it. */
public interface ComponentConfiguration {

    String getPid();

    Map<String, Object> getConfigurationProperties();
}
