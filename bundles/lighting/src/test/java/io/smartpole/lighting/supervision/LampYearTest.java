package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.lighting.supervision.PoleYear.Defect;
import io.smartpole.lighting.supervision.PoleYear.Fault;
import io.smartpole.lighting.supervision.PoleYear.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A year of nights: no false alarm, and each failure found once. */
class LampYearTest {

    private static final int FULL_LIGHT = 19 * 3600;
    private static final int DIMMED = 23 * 3600;
    private static final int BY_DAY = 10 * 3600;

    /** Two samples may be lost or good by chance. */
    private static final int FOUND_WITHIN = (Tally.N + 2) * 10;

    private final LampMonitor monitor = new LampMonitor(Lamps.DIMMABLE, Supply.BUFFERED);

    @ParameterizedTest(name = "a sample every {0} s, seed {1}")
    @CsvSource({"10, 1", "60, 2", "720, 3", "3600, 4"})
    void aYearOfNormalNightsRaisesNothing(int interval, long seed) {
        assertEquals(List.of(), new PoleYear(seed, monitor, interval).run(List.of()), "seed " + seed);
    }

    @Test
    void eachFailureIsFoundInTimeRaisedOnceAndClearedOnce() {
        long seed = 5;
        List<Fault> faults = faults(new Random(seed));
        List<Told> told = new PoleYear(seed, monitor, 10).run(faults);
        for (int i = 0; i < Math.min(faults.size(), told.size() / 2); i++) {
            Fault fault = faults.get(i);
            Told raised = told.get(2 * i);
            Told cleared = told.get(2 * i + 1);
            String which = "seed %d: %s gave %s and %s".formatted(seed, fault, raised, cleared);
            assertEquals(fault.event(), raised.change().event(), which);
            assertTrue(raised.change().raised(), which);
            assertEquals(fault.event(), cleared.change().event(), which);
            assertTrue(!cleared.change().raised(), which);
            assertTrue(raised.at() > fault.from() && raised.at() <= fault.from() + raisedWithin(fault), which);
            assertTrue(cleared.at() >= fault.to() && cleared.at() <= fault.to() + clearedWithin(fault), which);
        }
        assertEquals(2 * faults.size(), told.size(), () -> "seed " + seed + ": " + told);
    }

    @Test
    void inAFastWorldWithSamplesTwelveMinutesApartAFailureIsFoundInTheSameNight() {
        long dusk = 17 * 3600;
        Fault open = new Fault(LampEvent.LAMP_FAILURE, Defect.OPEN, 10L * PoleYear.DAY + dusk, 12L * PoleYear.DAY);
        List<Told> told = new PoleYear(6, monitor, 720).run(List.of(open));
        assertEquals(2, told.size(), told::toString);
        assertTrue(told.get(0).at() <= open.from() + 3 * 3600, told::toString);
    }

    private static long raisedWithin(Fault fault) {
        return switch (fault.defect()) {
            case CYCLING -> Cycling.K * 40 + 20;
            case MAINS_OFF -> 20;
            default -> FOUND_WITHIN;
        };
    }

    private static long clearedWithin(Fault fault) {
        return switch (fault.defect()) {
            case CYCLING -> (Cycling.WINDOW + 5) * 10;
            case MAINS_OFF -> 80;
            default -> FOUND_WITHIN + 40;
        };
    }

    private static List<Fault> faults(Random random) {
        List<Fault> faults = new ArrayList<>();
        for (int firstDay : List.of(2, 310)) {
            int day = firstDay;
            for (Kind kind : KINDS) {
                long from = (long) day * PoleYear.DAY + kind.phase + random.nextInt(3600);
                faults.add(new Fault(kind.event, kind.defect, from, from + 600 + random.nextInt(3000)));
                day += 3;
            }
        }
        return faults;
    }

    private record Kind(LampEvent event, Defect defect, int phase) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(LampEvent.LAMP_FAILURE, Defect.OPEN, FULL_LIGHT),
            new Kind(LampEvent.LAMP_FAILURE, Defect.OPEN, DIMMED),
            new Kind(LampEvent.DIMMING_FAILURE, Defect.FULL, DIMMED),
            new Kind(LampEvent.LAMP_UNEXPECTED_ON, Defect.FULL, BY_DAY),
            new Kind(LampEvent.LAMP_POWER_TOO_LOW, Defect.WEAK, FULL_LIGHT),
            new Kind(LampEvent.LAMP_POWER_TOO_HIGH, Defect.STRONG, FULL_LIGHT),
            new Kind(LampEvent.CYCLING_FAILURE, Defect.CYCLING, FULL_LIGHT),
            new Kind(LampEvent.CYCLING_FAILURE, Defect.CYCLING, DIMMED),
            new Kind(LampEvent.POWER_FACTOR_TOO_LOW, Defect.POWER_FACTOR, FULL_LIGHT),
            new Kind(LampEvent.SUPPLY_VOLTAGE_TOO_HIGH, Defect.VOLTAGE_HIGH, BY_DAY),
            new Kind(LampEvent.SUPPLY_VOLTAGE_TOO_LOW, Defect.VOLTAGE_LOW, DIMMED),
            new Kind(LampEvent.SUPPLY_LOSS, Defect.MAINS_OFF, FULL_LIGHT),
            new Kind(LampEvent.CONTROL_GEAR_COMM_FAILURE, Defect.GEAR_SILENT, BY_DAY),
            new Kind(LampEvent.CONTROL_GEAR_FAILURE, Defect.GEAR_FAILURE, DIMMED));
}
