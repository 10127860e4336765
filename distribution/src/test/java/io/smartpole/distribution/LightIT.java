package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.reading.Value;
import io.smartpole.distribution.Processes.Ended;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The street light of the whole gateway: decided, driven, supervised, explained. */
class LightIT {

    private static final Topics TOPICS = new Topics("dormagen", "p-0001");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private String console = "";

    @Test
    void aD4iLuminaireIsDimmedAndTellsItsFiguresAsSignedReadings() throws Exception {
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt, "--profile", "city-dali", "--speed", "60");
                TestClient platform = new TestClient(mqtt, TOPICS.evidence())) {
            console = gateway.ready().substring("READY ".length());
            assertEquals(200, post("service", "{\"percent\": 50, \"seconds\": 7200}"));
            Evidence evidence = new Evidence(data);
            Set<String> missing = new TreeSet<>(Set.of(
                    "gear/answers",
                    "gear/level",
                    "gear/temperature",
                    "gear/operatingTime",
                    "gear/starts",
                    "lamp/power",
                    "lamp/meteredEnergy",
                    "lamp/voltage",
                    "lamp/powerFactor"));
            while (!missing.isEmpty()) {
                var message = platform.await(60, "evidence with " + missing, any -> true);
                for (SenmlRecord record : evidence.verify(message).records()) {
                    String series = Evidence.series(record);
                    // 50 % light is level 229 of the logarithmic curve: 50.5 %
                    if (!series.equals("gear/level")
                            || (record.value() instanceof Value.Numeric level
                                    && Math.abs(level.number() - 0.505) < 0.001)) {
                        missing.remove(series);
                    }
                }
            }
        }
    }

    /** Held at a level by local service, so that it does not matter whether it is day or night. */
    @ParameterizedTest
    @CsvSource({
        "city-basic, lamp:open, 100, lampFailure",
        "city-basic, lamp:weak, 100, lampPowerTooLow",
        "city-basic, lamp:full, 0, lampUnexpectedOn",
        "city-basic, lamp:full, 50, dimmingFailure",
        "city-dali, gear:silent, 100, controlGearCommFailure"
    })
    void eachFailureOfTheLampIsOneSignedAlarm(String profile, String fault, int percent, String event)
            throws Exception {
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway =
                        RunningGateway.demo(data, mqtt, "--profile", profile, "--speed", "60", "--fault", fault);
                TestClient platform = new TestClient(mqtt, TOPICS.evidence())) {
            console = gateway.ready().substring("READY ".length());
            assertEquals(200, post("service", "{\"percent\": " + percent + ", \"seconds\": 7200}"));
            Evidence evidence = new Evidence(data);
            String found = "";
            while (found.isEmpty()) {
                var message = platform.await(60, "evidence with " + event, any -> true);
                for (SenmlRecord record : evidence.verify(message).records()) {
                    if (Evidence.series(record).equals("lamp/" + event) && record.value() instanceof Value.Text text) {
                        found += text.text();
                    }
                }
            }
            assertTrue(found.startsWith("raised: "), found);
            JsonNode alarm = light(json -> !json.path("alarms").isEmpty()).path("alarms");
            assertEquals(1, alarm.size(), alarm.toString());
            assertEquals(event, alarm.path(0).path("event").asText());
        }
    }

    @Test
    void groupsEmergencyNeighboursAndTechnicianMeetInOneStackThatExplainsItself() throws Exception {
        int mqtt = RunningGateway.freePort();
        String[] twoAtNight = {"--place", placeWhereItIs(2)};
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt, twoAtNight);
                TestClient platform = new TestClient(mqtt, TOPICS.state(), TOPICS.commandReply())) {
            console = gateway.ready().substring("READY ".length());
            platform.await(20, TOPICS.state());
            JsonNode night = light(json -> json.path("rule").asText().equals("program"));
            assertEquals(50, night.path("levelPercent").asDouble(), night.toString());
            assertEquals("astronomical", night.path("next").path("rule").asText());
            assertEquals(8, night.path("trace").size(), night.toString());
            assertTrue(night.path("inputs").path("commissioning").asText().contains("P3 reduced to P5"));

            // A neighbour saw somebody. Unsigned, so it may only raise.
            String zone = TOPICS.zone("rhine-promenade");
            platform.publish(
                    zone,
                    "{\"pole\":\"p-0002\",\"boot\":\"0a1b2c3d\",\"seq\":1,\"ttl\":60}"
                            .getBytes(StandardCharsets.UTF_8));
            // Somebody at this pole would raise it further, but not for ever.
            light(json -> json.path("rule").asText().equals("presence")
                    && json.path("levelPercent").asDouble() == 80);

            Ended group = pole(mqtt, "light", "--group", "old-town", "--emergency", "--for", "10m");
            assertEquals(0, group.code(), group.output() + gateway.log());
            assertTrue(group.output().contains("p-0001"), group.output());
            JsonNode emergency = light(json -> json.path("rule").asText().equals("emergency"));
            assertEquals(100, emergency.path("levelPercent").asDouble());

            assertEquals(200, post("service", "{\"percent\": 0, \"seconds\": 60}"));
            JsonNode held = light(json -> json.path("rule").asText().equals("local-service"));
            assertEquals(0, held.path("levelPercent").asDouble());
            assertEquals("emergency", held.path("next").path("rule").asText());

            Ended explained = PoleCommand.run("light", "explain", "--console", console);
            assertEquals(0, explained.code(), explained.output());
            assertTrue(explained.output().contains("local-service"), explained.output());
            Ended plan = PoleCommand.run("light", "plan", "--days", "400", "--csv", "--console", console);
            assertEquals(0, plan.code(), plan.output());
            assertTrue(
                    plan.output().lines().count() > 400 * 4,
                    plan.output().lines().count() + " lines");

            assertEquals(200, send(request("service").DELETE()));
            assertEquals(0, pole(mqtt, "light", "--end-emergency").code());
            light(json ->
                    Set.of("program", "presence").contains(json.path("rule").asText()));
        }
    }

    /** Near the equator, where every night is twelve hours long; 0,0 would be no place. */
    static String placeWhereItIs(int oclock) {
        int hour = Instant.now().atZone(ZoneOffset.UTC).getHour();
        int east = Math.floorMod(oclock - hour + 12, 24) - 12;
        // The names of these zones count westwards.
        return String.format(Locale.ROOT, "0.1,%d,Etc/GMT%+d", 15 * east, -east);
    }

    private Ended pole(int mqtt, String... words) throws Exception {
        String[] all = new String[words.length + 4];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--data";
        all[words.length + 1] = data.toString();
        all[words.length + 2] = "--broker";
        all[words.length + 3] = "tcp://127.0.0.1:" + mqtt;
        return PoleCommand.run(all);
    }

    private HttpRequest.Builder request(String what) {
        return HttpRequest.newBuilder(URI.create(console + "/api/v1/light/" + what))
                .header("Content-Type", "application/json");
    }

    private int post(String what, String body) throws Exception {
        return send(request(what).POST(BodyPublishers.ofString(body)));
    }

    private int send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    /** @return what the console's event stream says about the light, once it is so */
    private JsonNode light(Predicate<JsonNode> so) throws Exception {
        HttpRequest events =
                HttpRequest.newBuilder(URI.create(console + "/api/v1/events")).build();
        try (Stream<String> lines = http.send(events, BodyHandlers.ofLines()).body()) {
            Iterator<String> line = lines.iterator();
            return CompletableFuture.supplyAsync(() -> firstLight(line, so)).get(30, TimeUnit.SECONDS);
        }
    }

    private static JsonNode firstLight(Iterator<String> lines, Predicate<JsonNode> so) {
        while (true) {
            if (lines.next().equals("event: light")) {
                try {
                    JsonNode json = JSON.readTree(lines.next().substring("data: ".length()));
                    if (so.test(json)) {
                        return json;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
