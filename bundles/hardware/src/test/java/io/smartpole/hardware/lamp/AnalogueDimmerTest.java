package io.smartpole.hardware.lamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.exception.Pi4JException;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Analogue;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.FakeChip;
import io.smartpole.hardware.TestTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalogueDimmerTest {

    private final FakeBoard board = new FakeBoard();
    private final FakeChip chip = new FakeChip(2);

    @BeforeEach
    void plugIn() {
        board.chips.put(0x5A, chip);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void touchesNothingBeforeTheFirstLevelAndNothingWhenItCloses() {
        AnalogueDimmer dimmer = dimmer(1, 10);
        assertEquals(List.of(), chip.written);
        dimmer.dim(LightLevel.FULL);
        dimmer.close();
        assertEquals(List.of("0111", "02f0ff"), chip.written);
    }

    @Test
    void noLightIsNoVoltageAndLightGoesFromLowestToFull() {
        AnalogueDimmer dimmer = dimmer(2, 8);
        dimmer.dim(LightLevel.OFF);
        dimmer.dim(LightLevel.percent(50)); // 5 V
        dimmer.dim(LightLevel.FULL); // 8 V = 3276 = 0xCCC
        assertEquals(
                List.of("020000", "020080", "02c0cc"),
                chip.written.stream()
                        .filter(message -> message.startsWith("02"))
                        .toList());
    }

    @Test
    void goesOnWhenTheChipIsBack() {
        AnalogueDimmer dimmer = dimmer(1, 10);
        board.chips.clear();
        assertThrows(Pi4JException.class, () -> dimmer.dim(LightLevel.FULL));
        board.chips.put(0x5A, chip);
        dimmer.dim(LightLevel.FULL);
        assertEquals(List.of("0111", "02f0ff"), chip.written, "with its range, which it may have forgotten");
    }

    @Test
    void canBeOpenedAgainAfterItClosed() {
        AnalogueDimmer first = dimmer(1, 10);
        first.dim(LightLevel.FULL);
        first.close();
        dimmer(1, 10).dim(LightLevel.OFF);
        assertEquals(4, chip.written.size());
    }

    @Test
    void saysItsLevelAgainSoonBecauseTheChipMayHaveForgottenIt() {
        AnalogueDimmer dimmer = dimmer(1, 10);
        TestTime time = new TestTime();
        LampWorker worker = new LampWorker(dimmer, time);
        worker.set(LightLevel.FULL);
        worker.dim(LightLevel.FULL);
        assertEquals(Duration.ofSeconds(5), worker.untilDue(time.now()));
        worker.dim(LightLevel.FULL);
        assertEquals(List.of("0111", "02f0ff", "0111", "02f0ff"), chip.written, "with its range");
    }

    @Test
    void saysWhereToLook() {
        assertTrue(dimmer(1, 10).advice().contains("'i2cdetect -y 1' shows it at 5a"));
    }

    private AnalogueDimmer dimmer(double lowest, double full) {
        return new AnalogueDimmer(board.context, new Analogue("gp8403", 1, 0x5A, 0, lowest, full));
    }
}
