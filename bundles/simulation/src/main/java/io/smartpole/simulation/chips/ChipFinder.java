package io.smartpole.simulation.chips;

import org.jspecify.annotations.Nullable;

/** Knows which chip answers on which bus at which address. */
@FunctionalInterface
public interface ChipFinder {

    /** @return null if no chip answers there */
    @Nullable
    Chip at(int bus, int address);
}
