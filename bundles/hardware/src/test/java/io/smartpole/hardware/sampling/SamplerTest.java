package io.smartpole.hardware.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.FakeChip;
import io.smartpole.hardware.TestTime;
import io.smartpole.hardware.chips.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final Sensor LIGHT = i2c("light", "bh1750", 0x23);
    private static final Sensor METER =
            new Sensor("lamp", "ina226", 1, 0x40, Duration.ofSeconds(10), List.of("power"), Map.of("shunt-ohms", 0.02));

    private final FakeBoard board = new FakeBoard();
    private final TestTime time = new TestTime();
    private final List<Reading> readings = new ArrayList<>();
    private final FakeChip light = new FakeChip(1).set(0x20, 0x83, 0x90);
    private final FakeChip meter = new FakeChip(2).set(0xFE, 0x54, 0x49);

    private static Sensor i2c(String name, String chip, int address) {
        return new Sensor(name, chip, 1, address, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void samplesAtOnceAndThenAtItsInterval() {
        plugIn();
        Sampler sampler = sampler(time, LIGHT);
        run(sampler, time, 30);
        assertEquals(
                List.of(0L, 10L, 20L),
                readings.stream().map(SamplerTest::second).toList());
    }

    @Test
    void doesNotDriftWhenTicksComeLate() {
        plugIn();
        Sampler sampler = sampler(time, LIGHT);
        sampler.tick();
        time.pass(Duration.ofMillis(10_400));
        sampler.tick();
        time.pass(Duration.ofMillis(9_700));
        sampler.tick();
        assertEquals(3, readings.size());
    }

    @Test
    void doesNotMakeUpForWhatItMissed() {
        plugIn();
        Sampler sampler = sampler(time, LIGHT);
        sampler.tick();
        time.pass(Duration.ofSeconds(100));
        run(sampler, time, 5);
        assertEquals(2, readings.size());
    }

    @Test
    void followsTheWorldsTimeAndStampsWithIt() {
        plugIn();
        TestTime fast = new TestTime(60);
        Sampler sampler = sampler(fast, LIGHT);
        run(sampler, fast, 3);
        assertEquals(
                List.of(0L, 60L, 120L),
                readings.stream().map(SamplerTest::second).toList());
    }

    @Test
    void passesOnOnlyTheReadingsOfTheProfile() {
        plugIn();
        sampler(time, METER).tick();
        assertEquals(
                List.of("lamp/power"),
                readings.stream().map(r -> r.series().name()).toList());
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromWorking() {
        board.chips.put(0x40, meter);
        Sampler sampler = sampler(time, LIGHT, METER);
        sampler.tick();
        assertEquals(
                List.of("lamp/power"),
                readings.stream().map(r -> r.series().name()).toList());
    }

    @Test
    void initialisesAChipAnewAfterItWasUnplugged() {
        plugIn();
        Sampler sampler = sampler(time, METER);
        sampler.tick();
        board.chips.clear();
        run(sampler, time, 11);
        plugIn();
        meter.written.clear();
        run(sampler, time, 5);
        assertEquals(List.of("008000", "050800", "004527"), meter.written);
        assertEquals(2, readings.size());
        assertEquals(HealthStatus.OK, sampler.check().status());
    }

    @Test
    void triesAgainAfterEverLongerWaitsButAtLeastEveryMinute() {
        List<Long> attempts = new ArrayList<>();
        board.chips.put(0x23, new FakeChip(1) {
            @Override
            public void write(byte[] message) {
                attempts.add(time.now().sinceBoot().toSeconds());
                throw new IllegalStateException("no answer");
            }
        });
        Sampler sampler = sampler(time, LIGHT);
        run(sampler, time, 200);
        assertEquals(List.of(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L), attempts);
    }

    @Test
    void saysWhichSensorFailsSinceWhenAndWhatToDo() {
        Sampler sampler = sampler(time, LIGHT);
        run(sampler, time, 35);
        HealthResult result = sampler.check();
        assertEquals(HealthStatus.WARN, result.status());
        assertEquals("light for 35 s: does not answer: Remote I/O error", result.message());
        assertTrue(result.action().contains("i2cdetect -y 1") && result.action().contains("23"), result.action());
    }

    @Test
    void waitsForABusThatIsNotThere() {
        Sensor elsewhere = new Sensor("light", "bh1750", 7, 0x23, Duration.ofSeconds(10));
        Sampler sampler = sampler(time, elsewhere);
        run(sampler, time, 5);
        assertEquals(HealthStatus.WARN, sampler.check().status());
        assertTrue(sampler.check().message().contains("I2C bus 7 does not exist"));
    }

    @Test
    void refusesToPassOnAnAnswerThatIsNoNumber() {
        Sensor shorted = new Sensor(
                "lamp", "ina226", 1, 0x40, Duration.ofSeconds(10), List.of("power"), Map.of("shunt-ohms", 0.0));
        plugIn();
        meter.set(0x03, 0, 1);
        Sampler sampler = sampler(time, shorted);
        sampler.tick();
        assertEquals(List.of(), readings);
        assertEquals(HealthStatus.WARN, sampler.check().status());
    }

    @Test
    void saysThatItHangsAndWhere() {
        List<Sampler> hanging = new ArrayList<>();
        List<HealthResult> meanwhile = new ArrayList<>();
        board.chips.put(0x23, new FakeChip(1) {
            @Override
            public void write(byte[] message) {
                time.pass(Duration.ofSeconds(11));
                meanwhile.add(hanging.get(0).check());
            }
        });
        Sampler sampler = sampler(time, LIGHT);
        hanging.add(sampler);
        sampler.tick();
        HealthResult first = meanwhile.get(0);
        assertEquals(HealthStatus.CRITICAL, first.status());
        assertTrue(first.message().contains("light hangs"), first.message());
        assertEquals(HealthStatus.OK, sampler.check().status());
    }

    @Test
    void withoutBoardStillTellsAboutTheHostAndThatTheOthersWait() {
        HardwareProfile profile = profile(
                List.of(LIGHT, new Sensor("host", "host", -1, -1, Duration.ofSeconds(60))),
                List.of(new Input("door", Input.Kind.DOOR, 17, false)));
        ReadingHub hub = new ReadingHub();
        hub.addListener(readings::add);
        Sampler sampler = new Wiring(null, Path.of("."), length -> {}, time, hub).connect(profile);
        sampler.tick();
        assertTrue(readings.stream().allMatch(r -> r.series().component().equals("host")));
        assertTrue(readings.size() >= 1, "at least the disk");
        assertEquals("no board: light, door cannot be read", sampler.check().message());
    }

    @Test
    void letsGoOfItsChipsWhenItCloses() {
        plugIn();
        sampler(time, LIGHT).tick();
        Sampler second = sampler(time, LIGHT);
        second.tick();
        assertEquals(HealthStatus.WARN, second.check().status(), "the first still holds the chip");
        second.close();
        Sampler third = sampler(time, LIGHT);
        third.tick();
        assertEquals(HealthStatus.OK, third.check().status());
    }

    @Test
    void passesOnNoMoreDigitsThanTheChipResolves() {
        plugIn();
        light.set(0x20, 0, 1);
        sampler(time, LIGHT).tick();
        assertEquals(Value.of(0.83), readings.get(0).value());
    }

    @Test
    void beingStoppedWhileMeasuringIsNoFaultOfTheSensor() {
        plugIn();
        ReadingHub hub = new ReadingHub();
        Sampler sampler = new Wiring(board.context, Path.of("."), Pause::sleep, time, hub)
                .connect(profile(List.of(LIGHT), List.of()));
        Thread.currentThread().interrupt();
        sampler.tick();
        assertTrue(Thread.interrupted());
        assertEquals(HealthStatus.OK, sampler.check().status());
    }

    private void plugIn() {
        board.chips.put(0x23, light);
        board.chips.put(0x40, meter);
    }

    private Sampler sampler(TestTime clock, Sensor... sensors) {
        ReadingHub hub = new ReadingHub();
        hub.addListener(readings::add);
        return new Wiring(board.context, Path.of("."), length -> {}, clock, hub)
                .connect(profile(List.of(sensors), List.of()));
    }

    private static HardwareProfile profile(List<Sensor> sensors, List<Input> inputs) {
        return new HardwareProfile("test", "Test", "raspberry-pi-4", Supply.PERMANENT, sensors, inputs, null);
    }

    private static void run(Sampler sampler, TestTime clock, int seconds) {
        for (int i = 0; i < seconds; i++) {
            sampler.tick();
            clock.pass(Duration.ofSeconds(1));
        }
    }

    private static long second(Reading reading) {
        return reading.time().sinceBoot().toSeconds();
    }
}
