package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmType;
import io.smartpole.core.pole.Place;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Input.Kind;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.hardware.chips.ChipException;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.SensorChip;
import io.smartpole.hardware.chips.bh1750.Bh1750;
import io.smartpole.hardware.chips.bme280.Bme280;
import io.smartpole.hardware.chips.ina226.Ina226;
import io.smartpole.simulation.world.Air;
import io.smartpole.simulation.world.Luminaire.Defect;
import io.smartpole.simulation.world.Occasions.Span;
import io.smartpole.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The project's own drivers on the simulated pole. */
class SimulatedPoleTest {

    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));
    private static final Instant NOON = Instant.parse("2026-06-15T11:30:00Z");
    private static final Instant NIGHT = Instant.parse("2026-06-15T23:30:00Z");
    private static final double SHUNT = 0.02;
    private static final LampWiring LAMP =
            new LampWiring(new LampDriver.Pwm(0, 1, 1000, false), new LampType(42, 3000), "full");

    private final ManualTime time = new ManualTime(NOON);
    private SimulatedPole pole = pole(LAMP);
    private Context board = pole.connect();

    @AfterEach
    void shutdown() {
        board.shutdown();
    }

    @Test
    void theWeatherChipMeasuresTheWorldsAir() {
        Bme280 driver = new Bme280(i2c(0x76), time::pass);
        driver.initialise();
        for (int hour = 0; hour < 48; hour++) {
            time.passInTheWorld(Duration.ofHours(1));
            Air air = new World(1, () -> DORMAGEN).airAt(time.world().instant());
            List<Measured> measured = driver.measure();
            assertEquals(air.temperature(), measured.get(0).value(), 0.01);
            assertEquals(air.pressure(), measured.get(1).value(), 1);
            assertEquals(air.humidity(), measured.get(2).value(), 0.05);
        }
    }

    @Test
    void theLightChipMeasuresTheWorldsLight() {
        Bh1750 driver = new Bh1750(i2c(0x23), time::pass);
        driver.initialise();
        double expected = new World(1, () -> DORMAGEN).illuminanceAt(NOON, 1);
        assertEquals(Math.min(54_612, expected), driver.measure().get(0).value(), 1);
    }

    @Test
    void theLampsLightReachesItsSensorAtNight() {
        time.passInTheWorld(Duration.between(NOON, NIGHT));
        Bh1750 driver = new Bh1750(i2c(0x23), time::pass);
        driver.initialise();
        Pwm pwm = pwm();
        pwm.on(100, 1000);
        assertEquals(1.5, driver.measure().get(0).value(), 0.9);
        pwm.on(0, 1000);
        assertEquals(0, driver.measure().get(0).value(), 0.01);
    }

    @Test
    void theMeterMeasuresTheDimmedLamp() {
        Ina226 meter = meter();
        Pwm pwm = pwm();
        double former = Double.MAX_VALUE;
        for (int percent : new int[] {100, 80, 50, 20, 5, 0}) {
            pwm.on(percent, 1000);
            settle();
            double power = power(meter);
            assertTrue(power < former, percent + " %: " + power + " W");
            assertEquals(42 * percent / 100.0, power, 0.03 * 42);
            former = power;
        }
    }

    @Test
    void theMetersFiguresAgreeWithEachOther() {
        Ina226 meter = meter();
        pwm().on(100, 1000);
        settle();
        List<Measured> measured = meter.measure();
        double voltage = measured.get(1).value();
        assertEquals(24, voltage, 0.3);
        assertEquals(measured.get(0).value(), voltage * measured.get(2).value(), 0.1);
    }

    @Test
    void aLampThatNobodyDrivesYetBurnsAsItsWiringSays() {
        Ina226 meter = meter();
        settle();
        assertEquals(42, power(meter), 0.5);
    }

    @Test
    void anUnpluggedSensorStopsAnsweringWhileTheOthersGoOn() {
        Bme280 weather = new Bme280(i2c(0x76), time::pass);
        weather.initialise();
        Ina226 meter = meter();
        pole.apply(faults(Defect.NONE, "bme280"));
        assertThrows(Pi4JException.class, weather::measure);
        assertThrows(Pi4JException.class, weather::initialise);
        assertEquals(3, meter.measure().size());
    }

    @Test
    void aSensorThatIsPluggedInAgainHasForgottenItsSettings() {
        Ina226 meter = meter();
        pole.apply(faults(Defect.NONE, "meter"));
        pole.apply(Settings.DEFAULT);
        assertThrows(ChipException.class, meter::measure);
        meter.initialise();
        assertEquals(3, meter.measure().size());
    }

    @Test
    void theSameFaultsAgainDoNotDisturbTheChips() {
        pole.apply(faults(Defect.OPEN));
        Ina226 meter = meter();
        pole.apply(faults(Defect.OPEN));
        assertEquals(3, meter.measure().size());
    }

    @Test
    void aSensorThatTheProfileDoesNotHaveCannotBeUnplugged() {
        pole.apply(faults(Defect.NONE, "bme820"));
        Bme280 weather = new Bme280(i2c(0x76), time::pass);
        weather.initialise();
        assertEquals(3, weather.measure().size());
    }

    @Test
    void aBrokenLampShowsAtTheMeter() {
        Ina226 meter = meter();
        Pwm pwm = pwm();
        pole.apply(faults(Defect.OPEN));
        pwm.on(100, 1000);
        settle();
        assertEquals(0.5, power(meter), 0.1);
        pole.apply(faults(Defect.FULL));
        pwm.on(0, 1000);
        settle();
        assertEquals(42, power(meter), 0.5);
    }

    @Test
    void aChipThatIsNotSimulatedAndAnAddressThatNobodyHasDoNotAnswer() {
        assertThrows(Pi4JException.class, () -> i2c(0x44).readRegister(0));
        assertThrows(Pi4JException.class, () -> i2c(0x45).readRegister(0));
    }

    @Test
    void anotherSeedBringsOtherWeatherAtRunTime() {
        Bme280 weather = new Bme280(i2c(0x76), time::pass);
        weather.initialise();
        double before = weather.measure().get(0).value();
        pole.apply(new Settings(1, 2, Settings.DEFAULT.faults()));
        assertNotEquals(before, weather.measure().get(0).value(), 0.01);
    }

    @Test
    void theMeterNeedsItsShunt() {
        Sensor meter = new Sensor("meter", "ina226", 1, 0x40, Duration.ofSeconds(10));
        HardwareProfile profile = profile(null, List.of(meter));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SimulatedPole(profile, time, () -> DORMAGEN, Settings.DEFAULT));
    }

    @Test
    void aPoleWithoutLampHasAnIdleFeedAndNoPwmLine() {
        board.shutdown();
        pole = pole(null);
        board = pole.connect();
        pwm().on(100, 1000);
        List<Measured> measured = meter().measure();
        assertEquals(0, measured.get(0).value());
        assertEquals(24, measured.get(1).value(), 0.01);
    }

    @Test
    void whoeverPassesIsShownOnThePresenceLine() {
        Span passer = nextPasser();
        DigitalInput presence = input(27);
        List<DigitalState> events = listen(presence);
        advanceTo(passer.start().minusMillis(1));
        events.clear();
        assertTrue(presence.isLow());
        advanceTo(passer.start());
        assertTrue(presence.isHigh());
        advanceTo(passer.end());
        assertTrue(presence.isLow());
        assertEquals(List.of(DigitalState.HIGH, DigitalState.LOW), events);
    }

    @Test
    void theDoorLineIsPulledToGroundWhileTheDoorIsOpen() {
        World world = new World(1, () -> DORMAGEN);
        Span opening =
                world.doorOpenings().spans(NOON, NOON.plus(Duration.ofDays(60))).get(1);
        DigitalInput door = input(17);
        advanceTo(opening.start().minusSeconds(1));
        assertFalse(door.isLow());
        advanceTo(opening.start().plusSeconds(1));
        assertTrue(door.isLow());
        advanceTo(opening.end().plusSeconds(1));
        assertFalse(door.isLow());
    }

    private SimulatedPole pole(@Nullable LampWiring lamp) {
        Sensor meter =
                new Sensor("meter", "ina226", 1, 0x40, Duration.ofSeconds(10), List.of(), Map.of("shunt-ohms", SHUNT));
        HardwareProfile profile = profile(
                lamp,
                List.of(
                        new Sensor("bme280", "bme280", 1, 0x76, Duration.ofSeconds(30)),
                        new Sensor("light", "bh1750", 1, 0x23, Duration.ofSeconds(10)),
                        meter,
                        new Sensor("unknown", "sht3x", 1, 0x44, Duration.ofSeconds(10)),
                        new Sensor("host", "host", -1, -1, Duration.ofSeconds(60))));
        return new SimulatedPole(profile, time, () -> DORMAGEN, Settings.DEFAULT);
    }

    private static HardwareProfile profile(@Nullable LampWiring lamp, List<Sensor> sensors) {
        List<Input> inputs =
                List.of(new Input("door", Kind.DOOR, 17, true), new Input("presence", Kind.PRESENCE, 27, false));
        return new HardwareProfile("test", "For tests", "raspberry-pi-4", Supply.PERMANENT, sensors, inputs, lamp);
    }

    private static Settings faults(Defect lamp, String... unplugged) {
        return new Settings(1, 1, new Faults(Set.of(unplugged), lamp, Set.of(), Photocell.Fault.NONE, false, Set.of()));
    }

    private Ina226 meter() {
        Ina226 meter = new Ina226(i2c(0x40), SHUNT, time::pass);
        meter.initialise();
        return meter;
    }

    private static double power(SensorChip meter) {
        return meter.measure().get(0).value();
    }

    /** Lets the lamp warm up and the meter measure. */
    private void settle() {
        time.pass(Duration.ofHours(1));
    }

    private Span nextPasser() {
        return new World(1, () -> DORMAGEN)
                .passersBy()
                .spans(NOON.plusSeconds(60), NOON.plus(Duration.ofHours(1)))
                .get(0);
    }

    private void advanceTo(Instant world) {
        time.passInTheWorld(Duration.between(time.world().instant(), world));
        pole.follow();
    }

    private static List<DigitalState> listen(DigitalInput input) {
        List<DigitalState> events = new ArrayList<>();
        input.addListener(event -> events.add(event.state()));
        return events;
    }

    private I2C i2c(int address) {
        return board.create(I2C.newConfigBuilder(board)
                .id("chip-" + address)
                .bus(1)
                .device(address)
                .build());
    }

    private DigitalInput input(int gpio) {
        return board.create(DigitalInput.newConfigBuilder(board)
                .id("input-" + gpio)
                .address(gpio)
                .build());
    }

    private Pwm pwm() {
        return board.create(Pwm.newConfigBuilder(board)
                .id("lamp")
                .address(1)
                .pwmType(PwmType.HARDWARE)
                .build());
    }
}
