package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.reading.Value;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole gateway as its user starts it, seen by a foreign MQTT client. */
class GatewayIT {

    private static final Topics TOPICS = new Topics("dormagen", "p-0001");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the profile city-environment promises, with the computer's own figures that every Linux has. */
    private static final Set<String> EXPECTED = Set.of(
            "bme280/temperature",
            "bme280/pressure",
            "bme280/humidity",
            "bh1750/illuminance",
            "lamp/power",
            "lamp/voltage",
            "lamp/current",
            "lamp/level",
            "lamp/rule",
            "door/open",
            "presence/detected",
            "host/load",
            "host/memory-free",
            "host/disk-free");

    @TempDir
    Path data;

    @Test
    void everySensorArrivesVerifiedAndTheLampCrossesDuskAndDawn() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        // The platform is there before the pole: the door stands open from the start, and is reported only once.
        try (Mosquitto broker = Mosquitto.start(Files.createDirectory(data.resolve("broker")));
                TestClient platform = new TestClient(broker.port(), TOPICS.evidence());
                RunningGateway gateway = RunningGateway.demo(
                        data,
                        RunningGateway.freePort(),
                        "--cloud",
                        "tcp://127.0.0.1:" + broker.port(),
                        "--speed",
                        "3600",
                        "--fault",
                        "contact:door")) {
            assertTrue(gateway.ready().startsWith("READY http://localhost:"), gateway.ready());
            Evidence evidence = new Evidence(data);
            Set<String> seen = new TreeSet<>();
            LinkedHashSet<String> rules = new LinkedHashSet<>();
            Set<Double> levels = new HashSet<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (!seen.containsAll(EXPECTED) || !levels.containsAll(Set.of(0.0, 0.5, 0.8, 1.0))) {
                Set<String> missing = new TreeSet<>(EXPECTED);
                missing.removeAll(seen);
                String open = "missing " + missing + ", levels " + levels;
                assertTrue(System.nanoTime() < end, open);
                var message = platform.await(20, "evidence; " + open, any -> true);
                for (SenmlRecord record : evidence.verify(message).records()) {
                    seen.add(Evidence.series(record));
                    if (Evidence.series(record).equals("lamp/level") && record.value() instanceof Value.Numeric level) {
                        levels.add(level.number());
                    }
                    if (Evidence.series(record).equals("lamp/rule") && record.value() instanceof Value.Text rule) {
                        rules.add(rule.text());
                    }
                }
            }
            assertTrue(rules.containsAll(Set.of("astronomical", "program")), rules.toString());
        }
    }

    @Test
    void aForeignClientSeesStateTelemetryAndReceipts() throws Exception {
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt, "--speed", "60");
                TestClient client = new TestClient(
                        mqtt, TOPICS.state(), TOPICS.telemetry("+"), TOPICS.receipt(), TOPICS.evidence())) {
            JsonNode state = JSON.readTree(client.await(20, TOPICS.state()).payload());
            assertEquals("online", state.path("status").asText());
            assertEquals(32, state.path("boot").asText().length());
            assertTrue(state.path("nonce").asText().length() >= 16);

            JsonNode telemetry =
                    JSON.readTree(client.await(20, TOPICS.telemetry("bme280")).payload());
            assertEquals(TOPICS.baseName(), telemetry.path(0).path("bn").asText());
            client.await(20, TOPICS.receipt());

            assertTrue(gateway.stopsWithin(5), "SIGTERM did not stop it within 5 s");
        }
    }

    @Test
    void afterARestartTheChainsGoOnAndTheStartIsOnRecord() throws Exception {
        int mqtt = RunningGateway.freePort();
        String firstBoot;
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt);
                TestClient client = new TestClient(mqtt, TOPICS.evidence())) {
            firstBoot = new Evidence(data)
                    .verify(client.await(20, TOPICS.evidence()))
                    .batch()
                    .header()
                    .boot()
                    .hex();
            assertTrue(gateway.stopsWithin(5));
        }
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt);
                TestClient client = new TestClient(mqtt, TOPICS.evidence())) {
            Evidence evidence = new Evidence(data);
            // First comes what the first boot signed and had no receipt for.
            BatchHeader header;
            do {
                header = evidence.verify(client.await(20, TOPICS.evidence()))
                        .batch()
                        .header();
            } while (header.boot().hex().equals(firstBoot));
            assertTrue(header.seq() > 1, "the chain began anew");
            assertTrue(gateway.stopsWithin(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http", "--mqtt"})
    void aTakenPortIsSaidPlainlyWithTheOptionToChooseAnother(String option) throws Exception {
        String other = option.equals("--http") ? "--mqtt" : "--http";
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = Processes.run(
                    20,
                    RunningGateway.home().resolve("bin/smartpole").toString(),
                    "--demo",
                    "--data",
                    data.toString(),
                    option,
                    "" + taken.getLocalPort(),
                    other,
                    "" + RunningGateway.freePort());
            assertEquals(2, ended.code(), ended.output());
            assertTrue(ended.output().contains("port " + taken.getLocalPort() + " is taken"), ended.output());
            assertTrue(ended.output().contains(option + " PORT"), ended.output());
        }
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void aWrongOptionIsSaidPlainly(String option, String value, String hint) throws Exception {
        var ended =
                Processes.run(20, RunningGateway.home().resolve("bin/smartpole").toString(), "--demo", option, value);
        assertEquals(2, ended.code());
        assertTrue(ended.output().contains(hint), ended.output());
        assertTrue(!ended.output().contains("Exception"), ended.output());
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                Arguments.of("--http", "99999", "1 to 65535"),
                Arguments.of("--speed", "0", "1 to 3600"),
                Arguments.of("--cloud", "mqtt.example", "tcp://"),
                Arguments.of("--place", "here", "51.09,6.84,Europe/Berlin"),
                Arguments.of("--profile", "../x", "name of a profile"),
                Arguments.of("--profile", "nonsense", "city-basic"),
                Arguments.of("--sped", "60", "--help"));
    }

    @Test
    void startsOnTheNewestJavaFound() throws Exception {
        for (Path java : otherJavas()) {
            int mqtt = RunningGateway.freePort();
            try (RunningGateway gateway =
                            RunningGateway.start(RunningGateway.home(), java, data.resolve("on-other-java"), mqtt);
                    TestClient client = new TestClient(mqtt, TOPICS.evidence())) {
                client.await(20, TOPICS.evidence());
                assertTrue(gateway.stopsWithin(5));
            }
        }
    }

    private static List<Path> otherJavas() throws Exception {
        Path jvms = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(jvms)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(jvms)) {
            return found.filter(path -> path.getFileName().toString().contains("25"))
                    .filter(path -> Files.isExecutable(path.resolve("bin/java")))
                    .toList();
        }
    }
}
