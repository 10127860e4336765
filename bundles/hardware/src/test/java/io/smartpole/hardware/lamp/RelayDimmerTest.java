package io.smartpole.hardware.lamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pi4j.exception.Pi4JException;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Relay;
import io.smartpole.hardware.FakeBoard;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayDimmerTest {

    private final FakeBoard board = new FakeBoard();

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void opensTheLineInTheStateOfTheFirstLevelSoThatTheRelayDoesNotClick() {
        dimmer(false).dim(LightLevel.FULL);
        assertEquals(List.of("5 opened HIGH"), board.outputs);
    }

    @Test
    void aRelayThatIsActiveLowIsOpenedInItsOffState() {
        dimmer(true).dim(LightLevel.OFF);
        assertEquals(List.of("5 opened HIGH"), board.outputs);
    }

    @Test
    void anyLightIsOn() {
        RelayDimmer dimmer = dimmer(false);
        List.of(0.0, 0.1, 50.0, 100.0, 0.0).forEach(percent -> dimmer.dim(LightLevel.percent(percent)));
        assertEquals(List.of("5 opened LOW", "5 HIGH", "5 HIGH", "5 HIGH", "5 LOW"), board.outputs);
    }

    @Test
    void activeLowIsTheOtherWayRound() {
        RelayDimmer dimmer = dimmer(true);
        dimmer.dim(LightLevel.FULL);
        dimmer.dim(LightLevel.OFF);
        assertEquals(List.of("5 opened LOW", "5 HIGH"), board.outputs);
    }

    @Test
    void touchesNothingBeforeTheFirstLevelAndNothingWhenItCloses() {
        RelayDimmer dimmer = dimmer(false);
        assertEquals(List.of(), board.outputs);
        dimmer.dim(LightLevel.FULL);
        dimmer.close();
        assertEquals(List.of("5 opened HIGH"), board.outputs);
    }

    @Test
    void opensALineThatWasBusyWhenItIsFree() {
        board.busyLines.add(5);
        RelayDimmer dimmer = dimmer(false);
        assertThrows(Pi4JException.class, () -> dimmer.dim(LightLevel.FULL));
        board.busyLines.clear();
        dimmer.dim(LightLevel.FULL);
        assertEquals(List.of("5 opened HIGH"), board.outputs);
    }

    private RelayDimmer dimmer(boolean activeLow) {
        return new RelayDimmer(board.context, new Relay(5, activeLow));
    }
}
