package io.smartpole.hardware.lamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.reading.Reading;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.TestTime;
import io.smartpole.hardware.dali.DaliException;
import io.smartpole.hardware.sampling.ReadingHub;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaliDimmerTest {

    private final FakeBoard board = new FakeBoard();
    private final ReadingHub hub = new ReadingHub();
    private final DaliDimmer dimmer = new DaliDimmer(
            board.context, new Dali("/dev/ttyUSB0", 5, LightLevel.FULL, LightLevel.FULL), true, new TestTime(), hub);

    @AfterEach
    void close() {
        dimmer.close();
        board.close();
    }

    @Test
    void saysTheLevelOnTheDimmingCurve() {
        board.serial.answers = line -> "N\n";
        List.of(0, 50, 100).forEach(percent -> dimmer.dim(LightLevel.percent(percent)));
        assertEquals(List.of("h0A00", "h0AE5", "h0AFE"), board.serial.sent);
        assertEquals(List.of("/dev/ttyUSB0@19200"), board.serial.opened);
    }

    @Test
    void aLevelThatWasNotSentIsAFailure() {
        board.serial.gone = true;
        assertThrows(DaliException.class, () -> dimmer.dim(LightLevel.FULL));
        assertTrue(dimmer.advice().contains("serial"), dimmer.advice());
    }

    @Test
    void watchesTheGearOnAThreadOfItsOwn() throws InterruptedException {
        BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
        hub.addListener(readings::add);
        board.serial.answers = line -> "N\n"; // nobody is there
        assertNull(dimmer.trouble());
        dimmer.start();
        Reading first = readings.poll(10, TimeUnit.SECONDS);
        assertNotNull(first);
        assertEquals("gear/answers", first.series().name());
    }

    @Test
    void canBeOpenedAgainAfterItClosed() {
        board.serial.answers = line -> "N\n";
        dimmer.dim(LightLevel.FULL);
        dimmer.close();
        dimmer.dim(LightLevel.FULL);
        assertEquals(2, board.serial.opened.size());
    }
}
