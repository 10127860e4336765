package io.smartpole.core.pole;

/** Tells which pole this is. The answer changes when a technician or the platform configures it. */
@FunctionalInterface
public interface Pole {

    PoleIdentity identity();
}
