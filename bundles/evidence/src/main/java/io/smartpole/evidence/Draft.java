package io.smartpole.evidence;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import java.util.List;

/**
 * Readings that become one batch.
 *
 * @param lane their lane
 * @param readings in the order in which they came; none for a heartbeat
 * @param clock whether all of them were read with the clock trusted, or none
 * @param whenStored what follows from its commit
 */
record Draft(Lane lane, List<Reading> readings, boolean clock, Runnable whenStored) {

    Draft(Lane lane, List<Reading> readings, boolean clock) {
        this(lane, readings, clock, () -> {});
    }
}
