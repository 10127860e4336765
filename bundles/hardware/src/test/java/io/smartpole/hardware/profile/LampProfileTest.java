package io.smartpole.hardware.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Depreciation;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.LevelPower;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LampProfileTest {

    private static final String HEAD = """
            name: test
            title: Test
            board: raspberry-pi-4
            supply: permanent
            """;

    private static final String TYPE = """
              rated-power-watts: 60
              colour-temperature-kelvin: 2700
              when-gateway-dead: full
            """;

    private static final String PWM = """
            lamp:
              driver: pwm
              pwm-chip: 2
              pwm-channel: 1
              pwm-frequency-hertz: 500
              curve: inverted
            """ + TYPE;

    private static final String ANALOGUE = """
            lamp:
              driver: 0-10v
              dac: gp8403
              i2c-bus: 3
              address: 0x5a
              channel: 1
              lowest-volts: 1
              full-volts: 9.5
            """ + TYPE;

    private static final String DALI = """
            lamp:
              driver: dali
              serial-device: /dev/serial0
              short-address: 63
              power-on-percent: 100
              system-failure-percent: 50
            """ + TYPE;

    private static final String RELAY = """
            lamp:
              driver: relay
              gpio: 5
              active-low: true
            """ + TYPE;

    private final ProfileReader reader = new ProfileReader();

    @Test
    void readsEachDriver() throws Exception {
        assertEquals(new LampDriver.Pwm(2, 1, 500, true), lamp(PWM).driver());
        assertEquals(
                new LampDriver.Analogue("gp8403", 3, 0x5A, 1, 1, 9.5),
                lamp(ANALOGUE).driver());
        assertEquals(
                new LampDriver.Dali("/dev/serial0", 63, LightLevel.FULL, LightLevel.percent(50)),
                lamp(DALI).driver());
        assertEquals(new LampDriver.Relay(5, true), lamp(RELAY).driver());
    }

    @Test
    void holdIsNoSystemFailureLevel() throws Exception {
        assertEquals(
                new LampDriver.Dali("/dev/serial0", 63, LightLevel.FULL, null),
                lamp(DALI.replace("percent: 50", "percent: hold")).driver());
    }

    @Test
    void aLampOfWhichNoMoreIsKnownHasTheUsualType() throws Exception {
        assertEquals(new LampType(60, 2700), lamp(RELAY).type());
    }

    @Test
    void readsAllThatCanBeSaidOfALamp() throws Exception {
        LampWiring lamp = lamp(PWM + """
                  power-curve:
                    - {percent: 10, watts: 9}
                    - {percent: 100, watts: 60}
                  standby-watts: 0.3
                  power-tolerance-watts: 5
                  virtual-light-output-percent: 80
                  lumen-depreciation:
                    - {hours: 0, percent: 80}
                    - {hours: 20000, percent: 100}
                  warm-up-seconds: 180
                  cool-down-seconds: 300
                  minimum-on-seconds: 60
                  minimum-off-seconds: 120
                  power-factor-min: 0.9
                  voltage-min: 207
                  voltage-max: 253
                """);
        assertEquals(
                new LampType(
                        60,
                        List.of(new LevelPower(LightLevel.percent(10), 9), new LevelPower(LightLevel.FULL, 60)),
                        0.3,
                        5,
                        2700,
                        LightLevel.percent(80),
                        List.of(new Depreciation(0, LightLevel.percent(80)), new Depreciation(20_000, LightLevel.FULL)),
                        Duration.ofSeconds(180),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        0.9,
                        207,
                        253),
                lamp.type());
        assertEquals("full", lamp.gatewayDead());
    }

    @Test
    void theDaliProfileSaysWhatItsPoleCarries() throws Exception {
        HardwareProfile profile =
                reader.read("city-dali", Files.readAllBytes(Path.of("../../hardware-profiles/city-dali.yaml")));
        LampWiring lamp = Objects.requireNonNull(profile.lamp());
        assertEquals(new LampDriver.Dali("/dev/serial0", 0, LightLevel.FULL, LightLevel.FULL), lamp.driver());
        assertEquals("hold", lamp.gatewayDead());
        assertTrue(profile.inputs().contains(new Input("emergency", Input.Kind.EMERGENCY, 22, true)));
    }

    @Test
    void namesTheDriversThatThereAre() {
        String refusal = refusal("lamp:\n  driver: i2c\n" + TYPE);
        assertTrue(
                refusal.contains("/lamp/driver: does not have a value in the enumeration "
                        + "[\"pwm\", \"0-10v\", \"dali\", \"relay\"]; expected: what carries the level"),
                refusal);
        assertFalse(refusal.contains("missing"), refusal);
    }

    @Test
    void wantsTheKeysOfTheDriver() {
        assertTells("/lamp: 'curve' is missing; expected: linear or inverted", PWM.replace("  curve: inverted\n", ""));
        assertTells(
                "/lamp: 'full-volts' is missing; expected: volts at full light",
                ANALOGUE.replace("  full-volts: 9.5\n", ""));
        assertTells(
                "/lamp: 'power-on-percent' is missing; expected: light right after power-up",
                DALI.replace("  power-on-percent: 100\n", ""));
        assertTells("/lamp: 'gpio' is missing", RELAY.replace("  gpio: 5\n", ""));
        assertTells("/lamp: 'driver' is missing; expected: what carries the level", "lamp:\n" + TYPE);
        assertTells("/lamp: 'rated-power-watts' is missing", RELAY.replace("  rated-power-watts: 60\n", ""));
    }

    @Test
    void refusesTheKeysOfAnotherDriver() {
        assertTells(
                "line 12, /lamp/curve: must not be here: only a pwm lamp has it",
                DALI.replace(TYPE, "  curve: linear\n" + TYPE).replace("  short", "  gpio: 4\n  short"));
        assertTells("/lamp/gpio: must not be here: only a relay has it", PWM + "  gpio: 5\n");
        assertTells("/lamp/short-address: must not be here: only a dali lamp has it", RELAY + "  short-address: 5\n");
        assertTells("/lamp/lowest-volts: must not be here: only a 0-10v lamp has it", PWM + "  lowest-volts: 1\n");
    }

    @Test
    void refusesWhatNoDriverCanDo() {
        assertTells("/lamp/short-address: must have a maximum value of 63", DALI.replace(": 63", ": 64"));
        assertTells(
                "/lamp/address: must have a maximum value of 95; expected: 7-bit", ANALOGUE.replace("0x5a", "0x60"));
        assertTells("/lamp/channel", ANALOGUE.replace("channel: 1", "channel: 2"));
        assertTells("/lamp/serial-device: does not match", DALI.replace("/dev/serial0", "COM1"));
        assertTells("/lamp/system-failure-percent", DALI.replace("percent: 50", "percent: full"));
        assertTells("/lamp/system-failure-percent", DALI.replace("percent: 50", "percent: 101"));
        assertTells("/lamp/gpio: must have a minimum value of 4", RELAY.replace("gpio: 5", "gpio: 3"));
        assertTells("/lamp/dac", ANALOGUE.replace("gp8403", "mcp4725"));
    }

    @Test
    void lampAndSensorsNeverShareABus() {
        String sensor = """
                sensors:
                  - {name: light, chip: bh1750, i2c-bus: 3, address: 0x23, interval-seconds: 10, readings: [illuminance]}
                """;
        assertTells(
                "/lamp/i2c-bus: I2C bus 3 is already used at /sensors/0: lamp and sensors never share a bus",
                sensor + ANALOGUE);
    }

    @Test
    void refusesALineThatIsTaken() {
        assertTells("/lamp/gpio: GPIO 5 is already used at /inputs/0/gpio", input("door", 5) + RELAY);
        assertTells("/inputs/0/gpio: GPIO 14 belongs to /dev/serial0 at /lamp/serial-device", input("door", 14) + DALI);
    }

    @Test
    void aSerialLineOnUsbLeavesTheHeaderFree() throws Exception {
        lamp(input("door", 14) + DALI.replace("/dev/serial0", "/dev/ttyUSB0"));
    }

    @Test
    void refusesCurvesThatDoNotRise() {
        assertTells(
                "/lamp/power-curve/1/percent: must be above that of the point before",
                PWM + "  power-curve: [{percent: 50, watts: 20}, {percent: 50, watts: 30}]\n");
        assertTells(
                "/lamp/power-curve/1/watts: must not be below",
                PWM + "  power-curve: [{percent: 50, watts: 20}, {percent: 60, watts: 10}]\n");
        assertTells(
                "/lamp/lumen-depreciation/2/hours: must be above",
                PWM
                        + "  lumen-depreciation: [{hours: 0, percent: 80}, {hours: 9, percent: 81}, {hours: 8, percent: 82}]\n");
    }

    @Test
    void refusesLimitsThatCross() {
        assertTells("/lamp/lowest-volts: is 1, but must be below full-volts, which is 1", ANALOGUE.replace("9.5", "1"));
        assertTells("/lamp/voltage-min: is 253", PWM + "  voltage-min: 253\n  voltage-max: 207\n");
    }

    @Test
    void aSupplyWantsTheInputThatTellsAboutIt() throws Exception {
        String halfNight = HEAD.replace("permanent", "half-night-phase");
        assertRefused("line 4, /supply: half-night-phase needs an input of kind half-night, so that", halfNight);
        read(halfNight + input("half-night", 5));
        String buffered = HEAD.replace("permanent", "buffered");
        assertRefused("/supply: buffered needs an input of kind mains", buffered + input("half-night", 5));
        read(buffered + input("mains", 5));
    }

    @Test
    void whereEachDuskIsAPowerUpTheLampMustLightWithoutTheGateway() throws Exception {
        String dimmed = DALI.replace("power-on-percent: 100", "power-on-percent: 99.5");
        String off = RELAY.replace("dead: full", "dead: \"off\"");
        for (String supply : List.of("night-switched", "half-night-phase")) {
            String head = HEAD.replace("permanent", supply) + input("half-night", 6);
            read(head + DALI);
            read(head + RELAY);
            assertRefused(
                    "/lamp/power-on-percent: is 99.5, but must be 100 with supply %s: the street must be lit from power-up"
                            .formatted(supply),
                    head + dimmed);
            assertRefused(
                    "/lamp/when-gateway-dead: is off, but with supply %s the street must be lit from power-up"
                            .formatted(supply),
                    head + off);
        }
        lamp(dimmed);
        lamp(off);
    }

    private static String input(String kind, int gpio) {
        return "inputs:\n  - {name: contact, kind: " + kind + ", gpio: " + gpio + ", active-low: true}\n";
    }

    private LampWiring lamp(String yaml) throws ProfileRefused {
        return Objects.requireNonNull(read(HEAD + yaml).lamp());
    }

    private HardwareProfile read(String yaml) throws ProfileRefused {
        return reader.read("test", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private String refusal(String lamp) {
        return String.valueOf(
                assertThrows(ProfileRefused.class, () -> read(HEAD + lamp)).getMessage());
    }

    private void assertTells(String expected, String lamp) {
        assertRefused(expected, HEAD + lamp);
    }

    private void assertRefused(String expected, String yaml) {
        String refusal = String.valueOf(
                assertThrows(ProfileRefused.class, () -> read(yaml)).getMessage());
        assertTrue(refusal.contains(expected), refusal);
    }
}
