package org.eclipse.kura.configuration;

/**
 * Marks a service whose configuration Kura's consoles show and change. It declares nothing: Kura looks for the service,
 * and for metatype information under the same PID. Declared here in our own words; on Kura, Kura's own is used.
 */
public interface ConfigurableComponent {}
