package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.simulation.Photocell.Fault;
import org.junit.jupiter.api.Test;

class PhotocellTest {

    private double outside = 1000;
    private final Photocell cell = new Photocell(() -> outside);

    @Test
    void aSoundCellSeesWhatIsOutside() {
        assertEquals(1000, cell.illuminance());
        outside = 3;
        assertEquals(3, cell.illuminance());
    }

    @Test
    void aStuckCellKeepsWhatItSawWhenItGotStuck() {
        cell.fault(Fault.STUCK);
        outside = 3;
        cell.fault(Fault.STUCK);
        assertEquals(1000, cell.illuminance());
        cell.fault(Fault.NONE);
        assertEquals(3, cell.illuminance());
    }

    @Test
    void aPaintedCellSeesNothingAndATorchBlindsIt() {
        cell.fault(Fault.DARK);
        assertEquals(0, cell.illuminance());
        cell.fault(Fault.BRIGHT);
        assertEquals(20_000, cell.illuminance());
    }
}
