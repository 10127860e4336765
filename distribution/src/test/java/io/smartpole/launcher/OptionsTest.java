package io.smartpole.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void withoutOptionsItIsNoDemoAndListensOn8080() {
        Options options = parse();
        assertEquals(false, options.demo());
        assertEquals("8080", options.consoleProperties().get("org.osgi.service.http.port"));
        assertEquals("127.0.0.1", options.consoleProperties().get("org.apache.felix.http.host"));
    }

    @Test
    void theDemosConfigurationIsJsonAndSaysWhatWasAsked() throws Exception {
        JsonNode json = configuration(
                "--demo",
                "--speed",
                "600",
                "--seed",
                "-7",
                "--place",
                "-33.9,18.4,Africa/Johannesburg",
                "--mqtt",
                "1999");
        assertEquals(
                600, json.path("smartpole.simulation").path("speed:Integer").asInt());
        assertEquals(-7, json.path("smartpole.simulation").path("seed:Long").asLong());
        assertEquals(
                -33.9, json.path("smartpole.identity").path("latitude:Double").asDouble());
        assertEquals(
                "Africa/Johannesburg",
                json.path("smartpole.identity").path("zone").asText());
        assertEquals(1999, json.path("smartpole.standin").path("port:Integer").asInt());
        assertEquals(
                "tcp://127.0.0.1:1999",
                json.path("smartpole.uplink").path("cloud1.uri").asText());
    }

    @Test
    void faultsOfTheVirtualPoleAreAListAndOnlyWhatWasAskedFor() throws Exception {
        JsonNode faults = configuration("--demo", "--fault", "lamp:open", "--fault", "unplug:bh1750")
                .path("smartpole.simulation")
                .path("faults");
        assertEquals("[\"lamp:open\",\"unplug:bh1750\"]", faults.toString());
        assertEquals(
                "[]",
                configuration("--demo")
                        .path("smartpole.simulation")
                        .path("faults")
                        .toString());
    }

    @Test
    void theDemosProgramsArriveAsTheyAreWritten() throws Exception {
        String programs = configuration("--demo")
                .path("smartpole.lighting")
                .path("programs")
                .asText();
        assertTrue(programs.startsWith("calendar:\n  defaultProgram: standard\n"), programs);
        assertTrue(programs.contains("{startTime: \"20:00\", level: 80}"), programs);
    }

    @Test
    void anotherBrokerSwitchesTheStandInsBrokerOff() throws Exception {
        JsonNode json = configuration("--demo", "--cloud", "tcp://127.0.0.1:1884");
        assertEquals(0, json.path("smartpole.standin").path("port:Integer").asInt());
        assertEquals(
                "tcp://127.0.0.1:1884",
                json.path("smartpole.uplink").path("cloud1.uri").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "--http, 0, 1 to 65535",
        "--http, eighty, 1 to 65535",
        "--mqtt, 65536, 1 to 65535",
        "--speed, 3601, 1 to 3600",
        "--seed, 1.5, whole number",
        "--cloud, http://broker, tcp://",
        "--cloud, tcp://a b, tcp://",
        "--cloud, 'ssl://broker:8883/x', wss://",
        "--local, 'wss://broker/\"', wss://",
        "--trust, nowhere.pem, no such file",
        "--certificate, nowhere.pem, no such file",
        "--profile, '', name of a profile",
        "--pole, 'p/1', pole number",
        "--profile, 'x\"y', name of a profile",
        "--place, '51.09,6.84', time zone",
        "--place, '91,6.84,Europe/Berlin', degrees north",
        "--place, '51.09,6.84,Europe/Dormagen', time zone",
        "--fault, lamp:opne, lamp:open",
        "--fault, broken, lamp:open",
        "--fault, 'lamp:\"x', lamp:open",
        "--nonsense, x, --help",
    })
    void aWrongOptionSaysWhichAndWhatWouldBeRight(String option, String value, String hint) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> parse("--demo", option, value));
        assertTrue(String.valueOf(error.getMessage()).contains(option), error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).contains(hint), error.getMessage());
    }

    @Test
    void thePortOfABrokerThatDoesNotRunIsRefused() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> parse("--demo", "--mqtt", "1884", "--cloud", "tcp://127.0.0.1:1883"));
        assertTrue(String.valueOf(error.getMessage()).contains("--mqtt"), error.getMessage());
    }

    @Test
    void severalPolesOfADemoHaveNumbersOfTheirOwn() throws Exception {
        JsonNode identity = configuration("--demo", "--pole", "p-0002").path("smartpole.identity");
        assertEquals("p-0002", identity.path("pole").asText());
    }

    @Test
    void brokersFillTheirSlotsInTheOrderGiven() throws Exception {
        JsonNode uplink = configuration(
                        "--cloud",
                        "ssl://a.city:8883",
                        "--local",
                        "tcp://127.0.0.1:1885",
                        "--cloud",
                        "wss://b.city/mqtt")
                .path("smartpole.uplink");
        assertEquals("ssl://a.city:8883", uplink.path("cloud1.uri").asText());
        assertEquals("wss://b.city/mqtt", uplink.path("cloud2.uri").asText());
        assertEquals("tcp://127.0.0.1:1885", uplink.path("local1.uri").asText());
        assertEquals("", uplink.path("local2.uri").asText());
    }

    @Test
    void aLocalBrokerIsThereBesideTheStandIns() throws Exception {
        JsonNode json = configuration("--mqtt", "1999", "--local", "tcp://[::1]:1885");
        assertEquals(1999, json.path("smartpole.standin").path("port:Integer").asInt());
        assertEquals(
                "tcp://127.0.0.1:1999",
                json.path("smartpole.uplink").path("cloud1.uri").asText());
        assertEquals(
                "tcp://[::1]:1885",
                json.path("smartpole.uplink").path("local1.uri").asText());
    }

    @Test
    void whatIsNotGivenIsEmptySoThatNothingOfAnEarlierStartIsLeft() throws Exception {
        JsonNode uplink = configuration("--demo").path("smartpole.uplink");
        assertEquals("force", uplink.path(":configurator:policy").asText());
        for (String key : List.of("cloud2.uri", "local1.uri", "local2.uri", "tls.trusted", "tls.certificate")) {
            assertTrue(uplink.has(key), key);
            assertEquals("", uplink.path(key).asText(), key);
        }
    }

    @Test
    void aThirdBrokerOfAKindIsOneTooMany() {
        String[] three = {"--local", "ssl://a", "--local", "ssl://b", "--local", "ssl://c"};
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> parse(three));
        assertEquals("--local may be given twice: ssl://c is one too many", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://192.168.1.5:1883", "tcp://broker.city", "tcp://127.0.0.1.evil.example", "tcp://[::2]:1"})
    void withoutTlsOnlyThisMachineIsConnected(String uri) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> parse("--demo", "--cloud", uri));
        assertEquals(
                "--cloud must be ssl:// or wss:// for another machine, since without TLS anyone on the way could read and forge, but is '"
                        + uri + "'",
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://localhost:0", "ssl://broker.city:65536", "wss://broker.city:99999/mqtt"})
    void aPortThatCannotBeIsRefused(String uri) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> parse("--cloud", uri));
        assertEquals("--cloud must have a port from 1 to 65535, but is '" + uri + "'", error.getMessage());
    }

    @Test
    void moreCertificatesThanTheGatewayTakesAreRefused(@TempDir Path folder) throws Exception {
        String certificate = "-----BEGIN CERTIFICATE-----\n" + "A".repeat(2000) + "\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(folder.resolve("all.pem"), certificate.repeat(33));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> parse("--trust", file.toString()));
        assertEquals(
                "--trust: the certificates in " + file
                        + " have 67814 characters, at most 65536 are used; give only those"
                        + " of your brokers' authorities",
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://localhost", "tcp://127.0.0.1:1883", "tcp://127.1.2.3:1", "tcp://[::1]:1885"})
    void withoutTlsThisMachineIsConnected(String uri) {
        assertEquals(List.of(uri), parse("--local", uri).brokers().local());
    }

    @Test
    void ofAPemFileOnlyCertificatesAndRevocationListsAreTaken(@TempDir Path folder) throws Exception {
        String certificate = "-----BEGIN CERTIFICATE-----\nMIIB+/A=\n-----END CERTIFICATE-----";
        String list = "-----BEGIN X509 CRL-----\nMIIC\n-----END X509 CRL-----";
        Path file = Files.writeString(
                folder.resolve("all.pem"),
                "subject=CN = \"Stra\u00dfe\"\r\n" + certificate.replace("\n", "\r\n") + "\r\n"
                        + "-----BEGIN PRIVATE KEY-----\nMIIX\n-----END PRIVATE KEY-----\n" + list + "\n");
        JsonNode uplink = configuration("--trust", file.toString(), "--certificate", file.toString())
                .path("smartpole.uplink");
        assertEquals(certificate + "\n" + list, uplink.path("tls.trusted").asText());
        assertEquals(certificate + "\n" + list, uplink.path("tls.certificate").asText());
    }

    @Test
    void aFileWithoutACertificateIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("ca.der"), new byte[] {0x30, (byte) 0x82, 1, 2});
        for (String option : List.of("--trust", "--certificate")) {
            for (Path given : List.of(file, folder)) {
                IllegalArgumentException error =
                        assertThrows(IllegalArgumentException.class, () -> parse(option, given.toString()));
                assertTrue(String.valueOf(error.getMessage()).startsWith(option + ": "), error.getMessage());
                assertTrue(String.valueOf(error.getMessage()).contains(given.toString()), error.getMessage());
            }
        }
    }

    @Test
    void aMissingValueIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> parse("--data"));
    }

    @Test
    void aTakenPortIsNamedWithTheOptionToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();
            String other = "" + free.getLocalPort();
            free.close();
            assertTrue(parse("--demo", "--http", port, "--mqtt", other)
                    .takenPort()
                    .orElseThrow()
                    .contains("--http"));
            assertTrue(parse("--demo", "--http", other, "--mqtt", port)
                    .takenPort()
                    .orElseThrow()
                    .contains("--mqtt"));
            assertTrue(parse("--demo", "--http", other, "--cloud", "tcp://127.0.0.1:" + port)
                    .takenPort()
                    .isEmpty());
        }
    }

    private static JsonNode configuration(String... arguments) throws Exception {
        return new ObjectMapper().readTree(DemoConfiguration.of(parse(arguments), true));
    }

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments));
    }
}
