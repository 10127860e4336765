package io.smartpole.hardware.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.hardware.chips.ChipType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

    private static final Path FOLDER = Path.of("../../hardware-profiles");

    private final ProfileReader reader = new ProfileReader();

    @Test
    void theBasicProfileSaysWhatTheBasicPoleCarries() throws Exception {
        HardwareProfile profile = reader.read("city-basic", Files.readAllBytes(FOLDER.resolve("city-basic.yaml")));
        assertEquals(Supply.PERMANENT, profile.supply());
        assertEquals(
                List.of(
                        new Sensor("bh1750", "bh1750", 1, 0x23, seconds(10), List.of("illuminance"), Map.of()),
                        new Sensor(
                                "lamp",
                                "ina226",
                                1,
                                0x40,
                                seconds(10),
                                List.of("power", "voltage", "current"),
                                Map.of("shunt-ohms", 0.02)),
                        new Sensor(
                                "host",
                                "host",
                                -1,
                                -1,
                                seconds(60),
                                List.of("cpu-temperature", "load", "memory-free", "disk-free"),
                                Map.of())),
                profile.sensors());
        assertEquals(
                List.of(
                        new Input("door", Input.Kind.DOOR, 17, false),
                        new Input("presence", Input.Kind.PRESENCE, 27, false)),
                profile.inputs());
        assertEquals(
                new LampWiring(new LampDriver.Pwm(0, 0, 1000, false), new LampType(42, 3000), "full"), profile.lamp());
    }

    @Test
    void theEnvironmentProfileIsTheBasicOneAndAWeatherSensor() throws Exception {
        HardwareProfile basic = reader.read("city-basic", Files.readAllBytes(FOLDER.resolve("city-basic.yaml")));
        HardwareProfile environment =
                reader.read("city-environment", Files.readAllBytes(FOLDER.resolve("city-environment.yaml")));
        List<Sensor> expected = new ArrayList<>(basic.sensors());
        expected.add(
                2,
                new Sensor(
                        "bme280",
                        "bme280",
                        1,
                        0x76,
                        seconds(30),
                        List.of("temperature", "pressure", "humidity"),
                        Map.of()));
        assertEquals(expected, environment.sensors());
        assertEquals(basic.inputs(), environment.inputs());
        assertEquals(basic.lamp(), environment.lamp());
    }

    @Test
    void theSchemaKnowsTheChipsThatHaveADriver() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(FOLDER.resolve("hardware-profile.schema.json").toFile());
        List<String> known = new ArrayList<>();
        schema.at("/$defs/sensor/properties/chip/enum").forEach(chip -> known.add(chip.asText()));
        assertEquals(Arrays.stream(ChipType.values()).map(ChipType::label).toList(), known);
    }

    @Test
    void aPoleWithoutLampAndSensorsIsFine() throws Exception {
        assertEquals(List.of(), read(head()).sensors());
    }

    @Test
    void tellsAllProblemsAtOnceInTheOrderOfTheFile() {
        String refusal = refusal(head().replace("supply: permanent", "supply: sometimes") + """
                sensors:
                  - name: air
                    chip: bme280
                    i2c-bus: 1
                    adress: 0x76
                    interval-seconds: 0
                    readings: [temperature, wind]
                """);
        assertEquals("""
                test.yaml line 4, /supply: does not have a value in the enumeration ["permanent", "night-switched", \
                "half-night-phase", "buffered"]; expected: how mains reach the pole: permanent, night-switched, \
                half-night-phase or buffered
                test.yaml line 6, /sensors/0: 'address' is missing; expected: 7-bit I2C address, as i2cdetect shows it
                test.yaml line 9, /sensors/0/adress: is unknown; known here are name, chip, i2c-bus, address, \
                interval-seconds, readings, shunt-ohms
                test.yaml line 10, /sensors/0/interval-seconds: must have a minimum value of 1; expected: seconds \
                from one reading to the next: 1 to 86400, a whole number
                test.yaml line 11, /sensors/0/readings/1: a bme280 does not give 'wind', only temperature, pressure, \
                humidity""", refusal);
    }

    @Test
    void refusesAKeyThatIsMissing() {
        assertTells("line 1: 'board' is missing; expected: the computer", head().replace("board: raspberry-pi-4", ""));
    }

    @Test
    void refusesAWrongTypeAndSaysWhatIsExpected() {
        assertTells(
                "/inputs/0/active-low: string found, boolean expected; expected: true if the line is low while active",
                head() + "inputs:\n  - {name: door, kind: door, gpio: 17, active-low: low}\n");
    }

    @Test
    void refusesANameThatIsTakenEvenAcrossLists() {
        assertTells(
                "/inputs/0/name: name door is already used at /sensors/0/name",
                head() + sensor("door", "bh1750", "0x23") + "inputs:\n"
                        + "  - {name: door, kind: door, gpio: 17, active-low: true}\n");
    }

    @Test
    void refusesAnAddressThatIsTaken() {
        assertTells(
                "/sensors/1/address: address 0x23 on I2C bus 1 is already used at /sensors/0/address",
                head()
                        + sensor("a", "bh1750", "0x23")
                        + sensor("b", "bh1750", "35").replace("sensors:\n", ""));
    }

    @Test
    void refusesALineThatIsTaken() {
        assertTells(
                "line 8, /inputs/1/gpio: GPIO 17 is already used at /inputs/0/gpio",
                head() + "inputs:\n"
                        + "  - {name: door, kind: door, gpio: 17, active-low: true}\n\n"
                        + "  - {name: presence, kind: presence, gpio: 17, active-low: true}\n");
    }

    @Test
    void refusesAnAddressThatTheChipCannotHave() {
        assertTells(
                "/sensors/0/address: a bme280 can only have 0x76, 0x77, but this is 0x23",
                head() + sensor("air", "bme280", "0x23").replace("illuminance", "pressure"));
    }

    @Test
    void refusesAChipWithoutDriver() {
        assertTells("/sensors/0/chip: does not have a value", head() + sensor("air", "bmp999", "0x23"));
    }

    @Test
    void refusesTheHostOnABus() {
        assertTells(
                "/sensors/0/address: must not be here: the host has no address",
                head() + sensor("host", "host", "0x23").replace("illuminance", "load"));
    }

    @Test
    void wantsTheShuntOfAMeterAndOfNothingElse() {
        assertTells(
                "/sensors/0: 'shunt-ohms' is missing; expected: resistance of the shunt, in Ohm",
                head() + sensor("lamp", "ina226", "0x40").replace("illuminance", "power"));
        assertTells(
                "/sensors/0/shunt-ohms: must not be here: only an ina226",
                head() + sensor("light", "bh1750", "0x23") + "    shunt-ohms: 0.1\n");
    }

    @Test
    void refusesANameThatIsNotTheFiles() {
        assertTells(
                "line 1, /name: is 'other', but must be 'test' as the file is called",
                head().replace("name: test", "name: other"));
    }

    @Test
    void refusesWhatIsNoYamlAndSaysWhere() {
        assertTells("test.yaml line 3: is not YAML: found character '\\t(TAB)'", "name: test\ntitle: Test\n\t- board");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertTells("test.yaml line 5: is not YAML: Duplicate field 'supply'", head() + "supply: buffered\n");
    }

    @Test
    void refusesAnEmptyFileAListAndAHugeFile() {
        assertTells("test.yaml", "");
        assertTells("test.yaml", "# nothing\n");
        assertTells("array found, object expected", "- name: test\n");
        assertTells("must not be longer than 64 KiB", "#".repeat(70_000));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static String head() {
        return """
                name: test
                title: Test
                board: raspberry-pi-4
                supply: permanent
                """;
    }

    private static String sensor(String name, String chip, String address) {
        return """
                sensors:
                  - name: %s
                    chip: %s
                    i2c-bus: 1
                    address: %s
                    interval-seconds: 10
                    readings: [illuminance]
                """.formatted(name, chip, address);
    }

    private HardwareProfile read(String yaml) throws ProfileRefused {
        return reader.read("test", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private String refusal(String yaml) {
        return String.valueOf(
                assertThrows(ProfileRefused.class, () -> read(yaml)).getMessage());
    }

    private void assertTells(String expected, String yaml) {
        String refusal = refusal(yaml);
        assertTrue(refusal.contains(expected), refusal);
    }
}
