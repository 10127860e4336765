package io.smartpole.hardware.lamp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Pwm;
import io.smartpole.hardware.FakeBoard;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PwmDimmerTest {

    private final FakeBoard board = new FakeBoard();

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void touchesNothingBeforeTheFirstLevelAndNothingWhenItCloses() {
        PwmDimmer dimmer = dimmer(false);
        assertEquals(List.of(), board.duties);
        dimmer.dim(LightLevel.FULL);
        dimmer.close();
        assertEquals(List.of("100@1000"), board.duties);
    }

    @Test
    void dutyIsLight() {
        PwmDimmer dimmer = dimmer(false);
        List.of(0, 35, 100).forEach(percent -> dimmer.dim(LightLevel.percent(percent)));
        assertEquals(List.of("0@1000", "35@1000", "100@1000"), board.duties);
    }

    @Test
    void withAnInvertedInputDutyIsDarkness() {
        PwmDimmer dimmer = dimmer(true);
        List.of(0, 35, 100).forEach(percent -> dimmer.dim(LightLevel.percent(percent)));
        assertEquals(List.of("100@1000", "65@1000", "0@1000"), board.duties);
    }

    @Test
    void canBeOpenedAgainAfterItClosed() {
        PwmDimmer first = dimmer(false);
        first.dim(LightLevel.FULL);
        first.close();
        dimmer(false).dim(LightLevel.percent(50));
        assertEquals(List.of("100@1000", "50@1000"), board.duties);
    }

    private PwmDimmer dimmer(boolean inverted) {
        return new PwmDimmer(board.context, new Pwm(0, 0, 1000, inverted));
    }
}
