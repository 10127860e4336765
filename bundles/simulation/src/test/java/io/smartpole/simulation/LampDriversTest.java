package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmType;
import com.pi4j.io.serial.Serial;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.pole.Place;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Input.Kind;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.hardware.chips.bh1750.Bh1750;
import io.smartpole.hardware.chips.ina226.Ina226;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way to drive the lamp, every fault and every contact, seen from the board and at the power meter. */
class LampDriversTest {

    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));
    private static final Instant NIGHT = Instant.parse("2026-01-15T20:30:00Z");
    private static final double SHUNT = 0.02;
    private static final double RATED = 42;
    private static final double STANDBY = 0.5;
    private static final String DEVICE = "/dev/serial0";

    private static final LampDriver PWM = new LampDriver.Pwm(0, 1, 1000, false);
    private static final LampDriver DAC = new LampDriver.Analogue("gp8403", 3, 0x58, 1, 1, 10);
    private static final LampDriver RELAY = new LampDriver.Relay(22, true);
    private static final LampDriver DALI = new LampDriver.Dali(DEVICE, 5, LightLevel.FULL, LightLevel.FULL);

    private final ManualTime time = new ManualTime(NIGHT);
    private @Nullable SimulatedPole pole;
    private @Nullable Context board;
    private @Nullable Ina226 meter;

    @AfterEach
    void shutdown() {
        board().shutdown();
    }

    @Test
    void theLampFollowsThePwmChannelOfTheProfileAlsoInverted() {
        build(new LampDriver.Pwm(0, 1, 1000, true), "full");
        Pwm pwm = board().create(Pwm.newConfigBuilder(board())
                .id("lamp")
                .address(1)
                .pwmType(PwmType.HARDWARE)
                .build());
        pwm.on(100, 1000);
        assertWarmPower(STANDBY);
        pwm.on(0, 1000);
        assertWarmPower(RATED);
    }

    @Test
    void theLampFollowsTheVoltageOfItsChannelOnTheDac() {
        build(DAC, "full");
        assertWarmPower(RATED);
        I2C dac = board().create(I2C.newConfigBuilder(board())
                .id("lamp")
                .bus(3)
                .device(0x58)
                .build());
        dac.writeRegister(0x01, (byte) 0x11);
        assertWarmPower(RATED);
        dac.writeRegister(0x02, new byte[] {0, 0});
        assertWarmPower(RATED);
        volts(dac, 0);
        assertWarmPower(STANDBY);
        volts(dac, 0.9);
        assertWarmPower(STANDBY);
        volts(dac, 5.5);
        assertEquals(RATED / 2, warmPower(), 0.03 * RATED);
        volts(dac, 10);
        assertWarmPower(RATED);
    }

    @Test
    void aDacThatIsNotSimulatedDoesNotAnswer() {
        build(new LampDriver.Analogue("mcp4725", 3, 0x60, 0, 1, 10), "full");
        I2C dac = board().create(I2C.newConfigBuilder(board())
                .id("lamp")
                .bus(3)
                .device(0x60)
                .build());
        assertThrows(Pi4JException.class, () -> dac.writeRegister(0, (byte) 0));
    }

    @Test
    void theLampFollowsItsRelay() {
        build(RELAY, "full");
        DigitalOutput relay = board().create(DigitalOutput.newConfigBuilder(board())
                .id("lamp")
                .address(22)
                .initial(DigitalState.LOW)
                .build());
        assertWarmPower(RATED);
        relay.state(DigitalState.HIGH);
        assertWarmPower(STANDBY);
        relay.state(DigitalState.LOW);
        assertWarmPower(RATED);
        board().shutdown("lamp");
        assertWarmPower(RATED);
    }

    @Test
    void theLampFollowsItsControlGear() {
        build(DALI, "full");
        assertWarmPower(RATED);
        Serial line = serial();
        assertEquals("N\n", exchange(line, "h0A00\n"));
        assertWarmPower(STANDBY);
        exchange(line, "h0AE5\n");
        assertEquals(0.505 * RATED, warmPower(), 0.03 * RATED);
        assertEquals("JE5\n", exchange(line, "h0BA0\n"));
    }

    @Test
    void theGearsMemoryBanksShowTheLuminaire() {
        build(DALI, "off");
        Serial line = serial();
        exchange(line, "h0AFE\n");
        time.pass(Duration.ofHours(2));
        double energy = read(line, 202, 0x05, 6);
        assertEquals(2 * RATED, energy / 10.0, 0.5, "Wh");
        assertEquals(RATED, read(line, 202, 0x0C, 4) / 100.0, 0.1, "W");
        assertEquals(7200, read(line, 205, 0x04, 4), 60, "s");
        assertEquals(1, read(line, 205, 0x08, 3), "starts");
        assertEquals(231, read(line, 205, 0x0B, 2) / 10.0, 6, "V");
        assertEquals(1, read(line, 206, 0x07, 3), "starts of the light");
        assertEquals(7200, read(line, 206, 0x0E, 4), 60, "s");
    }

    @Test
    void whatNobodyDrivesDoesAsTheProfileSays() {
        for (LampDriver driver : List.of(PWM, DAC, RELAY, DALI)) {
            for (String dead : List.of("full", "hold", "off")) {
                build(driver, dead);
                assertWarmPower(dead.equals("off") ? STANDBY : RATED);
                board().shutdown();
            }
        }
    }

    @Test
    void withoutMainsThePoleIsDarkAndItsMainsContactOpens() {
        build(DALI, "full");
        Serial line = serial();
        exchange(line, "h0AE5\n");
        DigitalInput mains = input(6);
        DigitalInput halfNight = input(5);
        assertTrue(mains.isHigh());
        assertTrue(halfNight.isHigh(), "21:30 local time");
        faults("mains:off", "contact:mains");
        assertTrue(mains.isLow());
        assertTrue(halfNight.isLow());
        assertEquals("N\n", exchange(line, "h0B90\n"));
        assertEquals(0, warmPower());
        assertEquals(0, meter().measure().get(1).value(), "V");

        faults();
        assertTrue(mains.isHigh());
        assertEquals("JFF\n", exchange(line, "h0BA0\n"), "it starts");
        assertEquals("JFE\n", exchange(line, "h0BA0\n"), "its power-on level");
        assertWarmPower(RATED);
        assertEquals(2, read(line, 205, 0x08, 3));
    }

    @Test
    void theGearGoesOnByItselfWhenNobodyTalksToIt() {
        build(DALI, "full");
        faults("mains:off");
        faults();
        assertWarmPower(RATED);
    }

    @Test
    void theFaultsOfTheGearShowOnTheLine() {
        build(DALI, "full");
        Serial line = serial();
        exchange(line, "h0A00\n");
        faults("gear:silent");
        assertEquals("N\n", exchange(line, "h0B91\n"));
        assertWarmPower(RATED);
        faults("gear:garbled");
        assertEquals("X\n", exchange(line, "h0B91\n"));
        faults("gear:twin");
        assertEquals("X\n", exchange(line, "h0B91\n"));
        faults();
        assertEquals("JFF\n", exchange(line, "h0B91\n"));
    }

    @Test
    void anOpenLampIsToldByItsGear() {
        build(DALI, "full");
        Serial line = serial();
        faults("lamp:open");
        assertEquals("JFF\n", exchange(line, "h0B92\n"));
        assertWarmPower(STANDBY);
    }

    @Test
    void theLampsFaultsShowAtTheMeter() {
        build(PWM, "full");
        faults("lamp:weak");
        assertEquals(0.7 * RATED, warmPower(), 0.5);
        faults("lamp:cycling");
        List<Double> seen = new ArrayList<>();
        for (int second = 0; second < 40; second++) {
            time.pass(Duration.ofSeconds(1));
            seen.add(meter().measure().get(0).value());
        }
        assertTrue(
                seen.stream().anyMatch(watts -> watts < 1) && seen.stream().anyMatch(watts -> watts > 40), "" + seen);
    }

    @Test
    void theFaultsOfTheCellShowAtTheLightSensor() {
        build(PWM, "off");
        Bh1750 cell = new Bh1750(i2c("cell", 0x23), time::pass);
        cell.initialise();
        assertTrue(lux(cell) < 1);
        faults("cell:bright");
        assertEquals(20_000, lux(cell), 1);
        faults("cell:stuck");
        time.passInTheWorld(Duration.ofHours(12));
        assertEquals(20_000, lux(cell), 1);
        faults();
        double day = lux(cell);
        assertTrue(day > 100 && day != 20_000, day + " lx");
        faults("cell:dark");
        assertEquals(0, lux(cell));
    }

    @Test
    void aContactIsActiveWhileItIsHeldAndTheOthersAreNot() {
        build(PWM, "full");
        DigitalInput emergency = input(4);
        assertTrue(emergency.isLow(), "nobody turns the key");
        faults("contact:key-switch", "contact:no-such-input");
        assertTrue(emergency.isHigh());
        faults();
        assertTrue(emergency.isLow());
    }

    @Test
    void theHalfNightPhaseGoesOffAtElevenAndOnAgainAtFive() {
        build(PWM, "full");
        DigitalInput halfNight = input(5);
        List<Boolean> seen = new ArrayList<>();
        for (String utc : List.of("15T21:59:59", "15T22:00:01", "16T03:59:59", "16T04:00:01", "16T11:00:00")) {
            Instant next = Instant.parse("2026-01-" + utc + "Z");
            time.passInTheWorld(Duration.between(time.world().instant(), next));
            pole().follow();
            seen.add(halfNight.isHigh());
        }
        assertEquals(List.of(true, false, false, true, false), seen);
    }

    @Test
    void faultsOfAGearThatThePoleDoesNotHaveChangeNothing() {
        build(PWM, "full");
        faults("gear:silent");
        assertWarmPower(RATED);
        assertFalse(board().isShutdown());
    }

    private void build(LampDriver driver, String gatewayDead) {
        HardwareProfile profile = new HardwareProfile(
                "test",
                "For tests",
                "raspberry-pi-4",
                Supply.PERMANENT,
                List.of(
                        new Sensor(
                                "meter",
                                "ina226",
                                1,
                                0x40,
                                Duration.ofSeconds(10),
                                List.of(),
                                Map.of("shunt-ohms", SHUNT)),
                        new Sensor("cell", "bh1750", 1, 0x23, Duration.ofSeconds(10))),
                List.of(
                        new Input("key-switch", Kind.EMERGENCY, 4, false),
                        new Input("half-night", Kind.HALF_NIGHT, 5, false),
                        new Input("mains", Kind.MAINS, 6, false)),
                new LampWiring(driver, new LampType(RATED, 3000), gatewayDead));
        pole = new SimulatedPole(profile, time, () -> DORMAGEN, Settings.DEFAULT);
        board = pole().connect();
        meter = new Ina226(i2c("meter", 0x40), SHUNT, time::pass);
        meter().initialise();
    }

    private void faults(String... words) {
        pole().apply(new Settings(1, 1, Faults.parse(Arrays.asList(words))));
        pole().follow();
    }

    private void assertWarmPower(double expected) {
        assertEquals(expected, warmPower(), 0.5);
    }

    /** Lets the gear start and the lamp warm up, and measures its power. */
    private double warmPower() {
        time.pass(Duration.ofSeconds(1));
        pole().follow();
        time.pass(Duration.ofHours(1));
        return meter().measure().get(0).value();
    }

    private static void volts(I2C dac, double volts) {
        int value = (int) Math.round(volts / 10 * 4095) << 4;
        dac.writeRegister(0x04, new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private static double lux(Bh1750 cell) {
        return cell.measure().get(0).value();
    }

    private Serial serial() {
        Serial line = board().create(Serial.newConfigBuilder(board())
                .id("dali")
                .device(DEVICE)
                .baud(19_200)
                .build());
        line.open();
        return line;
    }

    private double read(Serial line, int bank, int location, int length) {
        exchange(line, "hC3%02X\n".formatted(bank));
        exchange(line, "hA3%02X\n".formatted(location));
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | Integer.parseInt(exchange(line, "h0BC5\n").substring(1, 3), 16);
        }
        return value;
    }

    private String exchange(Serial line, String text) {
        line.write(text.getBytes(StandardCharsets.US_ASCII));
        time.pass(Duration.ofMillis(700));
        byte[] bytes = new byte[line.available()];
        line.read(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private DigitalInput input(int gpio) {
        return board().create(DigitalInput.newConfigBuilder(board())
                .id("input-" + gpio)
                .address(gpio)
                .build());
    }

    private I2C i2c(String id, int address) {
        return board().create(I2C.newConfigBuilder(board())
                .id(id)
                .bus(1)
                .device(address)
                .build());
    }

    private SimulatedPole pole() {
        return Objects.requireNonNull(pole);
    }

    private Context board() {
        return Objects.requireNonNull(board);
    }

    private Ina226 meter() {
        return Objects.requireNonNull(meter);
    }
}
