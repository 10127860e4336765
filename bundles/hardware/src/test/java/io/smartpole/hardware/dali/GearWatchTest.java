package io.smartpole.hardware.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.TestTime;
import io.smartpole.hardware.chips.Pause;
import io.smartpole.hardware.sampling.ReadingHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GearWatchTest {

    private static final Dali WIRING = new Dali("/dev/serial0", FakeGear.ADDRESS, LightLevel.FULL, LightLevel.FULL);

    private final FakeBoard board = new FakeBoard();
    private final TestTime time = new TestTime();
    private final FakeGear fake = new FakeGear();
    private final List<Reading> readings = new ArrayList<>();
    private final ReadingHub hub = new ReadingHub();
    private final Gear gear =
            new Gear(new DaliLine(board.context, "/dev/serial0", time, length -> {}), FakeGear.ADDRESS);
    private final GearWatch watch = watch(true);

    @BeforeEach
    void connect() {
        board.serial.answers = fake;
        hub.addListener(readings::add);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void tellsTheGearsStateOnceAndItsLevelEveryTenSeconds() {
        fake.actual = 229;
        run(watch, 30);
        assertEquals(List.of("true"), said("gear/answers"));
        assertEquals(List.of("false"), said("gear/lampFailure"));
        assertEquals(List.of("false"), said("gear/failure"));
        assertEquals(List.of("0.5053", "0.5053", "0.5053"), said("gear/level"));
        assertNull(watch.trouble());
    }

    @Test
    void tellsALampFailureAndItsEnd() {
        run(watch, 10);
        fake.status = 0b10;
        run(watch, 10);
        fake.status = 0b01;
        run(watch, 10);
        assertEquals(List.of("false", "true", "false"), said("gear/lampFailure"));
        assertEquals(List.of("false", "true"), said("gear/failure"));
    }

    @Test
    void tellsTheFiguresOfD4iGearEveryMinute() {
        fake.makeD4i();
        run(watch, 60);
        Map<String, String> figures = new TreeMap<>();
        readings.stream().filter(r -> r.value() instanceof Value.Numeric).forEach(r -> figures.put(name(r), value(r)));
        assertEquals(
                Map.of(
                        "lamp/meteredEnergy", "12345.6",
                        "lamp/power", "41.7",
                        "lamp/voltage", "230.1",
                        "lamp/powerFactor", "0.97",
                        "gear/operatingTime", "10.0",
                        "gear/starts", "12.0",
                        "gear/temperature", "38.0",
                        "gear/lightSourceOnTime", "2.0",
                        "gear/level", "0.0"),
                figures);
        assertEquals(1, said("lamp/power").size());
        run(watch, 1);
        assertEquals(2, said("lamp/power").size());
        assertFalse(fake.latched, "the banks are released");
    }

    @Test
    void leavesTheLampsPowerToItsSensor() {
        fake.makeD4i();
        run(watch(false), 1);
        assertEquals(List.of(), said("lamp/power"));
        assertEquals(List.of("12.0"), said("gear/starts"));
    }

    @Test
    void whatTheGearDoesNotKnowNowIsNoReading() {
        fake.makeD4i();
        Objects.requireNonNull(fake.banks.get(205))[0x1B] = 0xFF;
        Objects.requireNonNull(fake.banks.get(205))[0x0E] = 0xFE;
        fake.actual = 255;
        run(watch, 1);
        assertEquals(List.of(), said("gear/temperature"));
        assertEquals(List.of(), said("lamp/powerFactor"));
        assertEquals(List.of(), said("gear/level"));
        assertEquals(List.of("230.1"), said("lamp/voltage"));
    }

    @Test
    void gearThatIsNotD4iIsAskedForItsBanksAndNoMore() {
        run(watch, 60);
        assertEquals(
                List.of("hC3CA", "hA300", "h0BC5", "hC3CD", "hA300", "h0BC5", "hC3CE", "hA300", "h0BC5"),
                board.serial.sent.stream()
                        .filter(sent -> sent.startsWith("hC3") || sent.startsWith("hA3") || sent.endsWith("C5"))
                        .toList());
        assertNull(watch.trouble());
    }

    @Test
    void aBankThatIsTooShortIsNone() {
        fake.makeD4i();
        fake.banks.put(202, new int[] {0x0E, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        run(watch, 1);
        assertEquals(List.of(), said("lamp/power"));
        assertEquals(List.of("12.0"), said("gear/starts"));
    }

    @Test
    void beingStoppedWhileAskingIsNoSilenceOfTheGear() {
        GearWatch stopped = new GearWatch(
                new Gear(new DaliLine(board.context, "/dev/serial0", time, Pause::sleep), FakeGear.ADDRESS),
                WIRING,
                true,
                time,
                hub);
        board.serial.answers = line -> "";
        Thread.currentThread().interrupt();
        stopped.tick();
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), readings);
        assertNull(stopped.trouble());
    }

    @Test
    void figuresThatMayBeShiftedAreNoReadings() {
        fake.makeD4i();
        fake.instead.put("h0B98", "J00"); // the gear counted otherwise than we did
        run(watch, 60);
        assertEquals(List.of(), said("lamp/power"));
        assertEquals(List.of("true"), said("gear/answers"));
    }

    @Test
    void aLevelOnItsWayIsNoReading() {
        run(watch, 1);
        readings.clear();
        for (int level = 100; level < 120; level++) {
            gear.level(level);
            run(watch, 1);
        }
        assertEquals(List.of(), said("gear/level"), "the control loop is ramping");
        fake.status = 1 << 4;
        run(watch, 5);
        assertEquals(List.of(), said("gear/level"), "the gear is fading");
        fake.status = 0;
        run(watch, 1);
        assertEquals(1, said("gear/level").size());
    }

    @Test
    void saysThatTheGearDoesNotAnswerAndWhatToCheck() {
        run(watch, 10);
        fake.silent = true;
        run(watch, 21);
        assertEquals(List.of("true", "false"), said("gear/answers"));
        HealthResult trouble = Objects.requireNonNull(watch.trouble());
        assertEquals(HealthStatus.CRITICAL, trouble.status());
        assertEquals("control gear 5 does not answer (for 21 s)", trouble.message());
        assertTrue(trouble.action().contains("mains"), trouble.action());

        fake.silent = false;
        run(watch, 10);
        assertEquals(List.of("true", "false", "true"), said("gear/answers"));
        assertNull(watch.trouble());
    }

    @Test
    void oneLostAnswerIsNoSilence() {
        board.serial.answers = new java.util.function.Function<>() {
            private int queries;

            @Override
            public String apply(String line) {
                return line.equals("h0B90") && ++queries % 3 != 0 ? "N\n" : fake.apply(line);
            }
        };
        run(watch, 30);
        assertEquals(List.of("true"), said("gear/answers"));
    }

    @Test
    void saysThatSeveralGearsAnswer() {
        fake.instead.put("h0B90", "X");
        fake.instead.put("h0B91", "X");
        run(watch, 1);
        assertEquals(List.of("false"), said("gear/answers"));
        HealthResult trouble = Objects.requireNonNull(watch.trouble());
        assertTrue(trouble.message().startsWith("several control gears answer at short address 5"), trouble.message());
    }

    @Test
    void saysThatTheInterfaceIsDead() {
        board.serial.gone = true;
        run(watch, 1);
        HealthResult trouble = Objects.requireNonNull(watch.trouble());
        assertTrue(trouble.message().contains("/dev/serial0 fails"), trouble.message());
        assertTrue(trouble.action().contains("raspi-config"), trouble.action());
    }

    @Test
    void gearThatHadNoPowerIsToldItsLevelAtOnce() {
        run(watch, 10);
        gear.level(229);
        run(watch, 10);
        fake.actual = 254;
        fake.status = 1 << 7;
        run(watch, 10);
        assertEquals(229, fake.actual);
        assertEquals(0, fake.status);
    }

    @Test
    void aLevelThatGotLostIsSaidAgainASecondLater() {
        gear.level(254);
        run(watch, 12);
        fake.instead.put("h0AE5", "N"); // a disturbance hits the frame
        gear.level(229);
        fake.instead.clear();
        assertEquals(254, fake.actual);
        run(watch, 2);
        assertEquals(229, fake.actual);
        run(watch, 10);
        assertNull(watch.trouble());
    }

    @Test
    void gearThatStaysDarkerThanToldIsCriticalUntilItFollows() {
        gear.level(229);
        run(watch, 2);
        fake.actual = 85;
        fake.instead.put("h0AE5", "N");
        run(watch, 10);
        assertNull(watch.trouble(), "it was told again, and has the time until the next look");
        run(watch, 10);
        HealthResult trouble = Objects.requireNonNull(watch.trouble());
        assertEquals(HealthStatus.CRITICAL, trouble.status());
        assertTrue(
                trouble.message()
                        .startsWith("control gear 5 does not follow: it was told 50.5 % light (level 229)"
                                + " and gives 1.0 % (level 85)"),
                trouble.message());
        fake.instead.clear();
        run(watch, 20);
        assertEquals(229, fake.actual);
        assertNull(watch.trouble());
    }

    @Test
    void gearThatStaysBrighterThanToldIsAWarning() {
        gear.level(0);
        run(watch, 2);
        fake.actual = 254;
        fake.instead.put("h0A00", "N");
        run(watch, 20);
        assertEquals(HealthStatus.WARN, Objects.requireNonNull(watch.trouble()).status());
    }

    @Test
    void aLevelBelowTheGearsMinimumAndAnUnknownLevelAreNoDeviation() {
        fake.minimum = 85;
        run(watch, 1);
        gear.level(1);
        run(watch, 2);
        fake.actual = 255;
        board.serial.sent.clear();
        run(watch, 30);
        assertEquals(List.of(), sent("h0A"));
        assertNull(watch.trouble());
    }

    @Test
    void gearThatWasToldNothingIsLeftAsItIs() {
        fake.actual = 100;
        run(watch, 30);
        assertEquals(List.of(), sent("h0A"));
        assertNull(watch.trouble());
    }

    @Test
    void gearThatIsBackIsToldItsLevelBeforeItIsAskedAnythingElse() {
        gear.level(229);
        run(watch, 2);
        fake.silent = true;
        run(watch, 10);
        fake.silent = false;
        fake.actual = 0;
        fake.instead.put("h0BA2", "X"); // the question for its minimum is disturbed
        run(watch, 10);
        assertEquals(229, fake.actual);
    }

    @Test
    void aDisturbedSettingIsTriedAgainAtTheNextLook() {
        fake.settings.put(0x2D, 3);
        fake.instead.put("hA3FE", "N");
        run(watch, 1);
        assertEquals(3, fake.settings.get(0x2D));
        fake.instead.clear();
        run(watch, 10);
        assertEquals(254, fake.settings.get(0x2D));
        assertNull(watch.trouble());
    }

    @Test
    void onlyGearThatWasSilentMayHaveItsSettingsWrittenMoreThanThreeTimes() {
        fake.settings.put(0x2D, 3);
        fake.stubborn = 0x2D;
        run(watch, 100);
        assertEquals(3, sent("t0B2D").size());
        fake.status = 1 << 7;
        run(watch, 20);
        assertEquals(3, sent("t0B2D").size(), "it only had no power");
        fake.silent = true;
        run(watch, 10);
        fake.silent = false;
        run(watch, 100);
        assertEquals(6, sent("t0B2D").size(), "it may be another one");
    }

    @Test
    void tellsAllThatIsWrongAtTheSameTime() {
        fake.settings.put(0x2D, 3);
        fake.stubborn = 0x2D;
        gear.level(229);
        run(watch, 2);
        fake.actual = 85;
        fake.instead.put("h0AE5", "N");
        run(watch, 20);
        HealthResult trouble = Objects.requireNonNull(watch.trouble());
        assertEquals(HealthStatus.CRITICAL, trouble.status());
        assertTrue(trouble.message().contains("does not follow"), trouble.message());
        assertTrue(trouble.message().contains("power-on level"), trouble.message());
    }

    @Test
    void gearThatComesBackIsCommissionedAnew() {
        run(watch, 1);
        fake.silent = true;
        run(watch, 10);
        fake.settings.put(0x2D, 3); // somebody replaced it
        fake.silent = false;
        run(watch, 10);
        assertEquals(254, fake.settings.get(0x2D));
    }

    @Test
    void gearThatKeepsNoSettingsIsAWarning() {
        fake.settings.put(0x2D, 3);
        fake.stubborn = 0x2D;
        run(watch, 1);
        HealthResult trouble = Objects.requireNonNull(watch.trouble());
        assertEquals(HealthStatus.WARN, trouble.status());
        assertTrue(trouble.message().contains("power-on level"), trouble.message());
        assertEquals(List.of("true"), said("gear/answers"));
    }

    @Test
    void lightIsAtLeastWhatTheGearCanGiveAndOffIsOff() {
        fake.minimum = 85;
        run(watch, 1);
        gear.level(1);
        assertEquals(85, fake.actual);
        gear.level(0);
        assertEquals(0, fake.actual);
    }

    @Test
    void takesItsStatesBackWhenNobodyWatchesAnyMore() {
        run(watch, 1);
        watch.close();
        List<Reading> late = new ArrayList<>();
        hub.addListener(late::add);
        assertEquals(List.of(), late);
    }

    private GearWatch watch(boolean metersLamp) {
        return new GearWatch(gear, WIRING, metersLamp, time, hub);
    }

    private void run(GearWatch watched, int seconds) {
        for (int i = 0; i < seconds; i++) {
            watched.tick();
            time.pass(Duration.ofSeconds(1));
        }
    }

    private List<String> sent(String start) {
        return board.serial.sent.stream().filter(line -> line.startsWith(start)).toList();
    }

    private List<String> said(String series) {
        return readings.stream()
                .filter(r -> name(r).equals(series))
                .map(GearWatchTest::value)
                .toList();
    }

    private static String name(Reading reading) {
        return reading.series().name();
    }

    private static String value(Reading reading) {
        return reading.value() instanceof Value.Numeric number
                ? Double.toString(Math.round(number.number() * 1e6) / 1e6)
                : String.valueOf(((Value.Flag) reading.value()).set());
    }
}
