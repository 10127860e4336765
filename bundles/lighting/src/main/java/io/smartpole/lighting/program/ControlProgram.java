package io.smartpole.lighting.program;

import java.util.List;

/**
 * What the light does in a night (TALQ: ControlProgramOne).
 *
 * @param activePeriods it is active in any of them; empty = always
 * @param fixedTimeControls at least one, in the order of the night, each start time once
 * @param astroClockTimeControls what the sun does to the level of the fixed times
 * @param dynamicControls what sensors do to the level; the first has the highest priority
 */
record ControlProgram(
        String id,
        List<ActivePeriod> activePeriods,
        List<FixedTimeControl> fixedTimeControls,
        List<AstroClockTimeControl> astroClockTimeControls,
        List<DynamicControl> dynamicControls) {

    ControlProgram {
        activePeriods = List.copyOf(activePeriods);
        fixedTimeControls = List.copyOf(fixedTimeControls);
        astroClockTimeControls = List.copyOf(astroClockTimeControls);
        dynamicControls = List.copyOf(dynamicControls);
    }
}
