package io.smartpole.distribution.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.distribution.Home;
import io.smartpole.distribution.LightProbe;
import io.smartpole.distribution.Signer;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttException;

/** How long a configuration of 50 keys takes from the platform to its report, and whether the light waits for it. */
final class ConfigBench implements Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics POLE = new Topics("dormagen", "p-0001");
    private static final int KEYS = 50;
    private static final int WARM_UP = 4;
    private static final int DOCUMENTS = 16; // with the others as many as are taken at once
    private static final int QUIET_SECONDS = 10;

    /** They stand for the world around the pole, and for its topics. */
    private static final Set<String> LEFT_ALONE =
            Set.of("smartpole.simulation", "smartpole.standin", "smartpole.identity");

    /** What the log says of each. */
    private static final Pattern APPLIED = Pattern.compile("configuration revision (\\d+) applied in (\\d+) ms");

    private int changed;

    /** One setting. */
    private record Key(String pid, String name) {}

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Benchmark.progress("config: " + DOCUMENTS + " documents");
        Path home = Home.copyTo(workplace.folder().resolve("config-gateway"));
        Home.install(home, LightProbe.class);
        Path data = workplace.newData();
        try (Broker broker = Broker.start(workplace, GatewayProcess.freePort());
                Observer states = new Observer(broker.port(), 1, POLE.state());
                Observer platform = new Observer(broker.port(), 1, POLE.commandReply());
                Observer reports = new Observer(broker.port(), 1, POLE.configReported());
                GatewayProcess gateway =
                        GatewayProcess.start(home, data, "--demo", "--cloud", Broker.uri(broker.port()))) {
            gateway.secondsUntilLogged(StartBench.LAMP_DECISION);
            states.await("state", any -> true);
            Signer signer = new Signer(data, POLE);
            platform.publish(POLE.command(), signer.command("get", "config.get", null));
            ObjectNode values = fifty(json(platform.await("answer to config.get", any -> true))
                    .path("data")
                    .path("values"));
            Set<Key> fixed = new HashSet<>();
            Samples millis = new Samples();
            gateway.secondsUntilLogged(LightProbe.SAYS);
            int before = pauses(gateway).size();
            Thread.sleep(TimeUnit.SECONDS.toMillis(QUIET_SECONDS));
            List<Double> all = pauses(gateway);
            List<Double> quiet = all.subList(before, all.size());
            int revision = 0;
            for (int i = -WARM_UP; i < DOCUMENTS; i++) {
                ObjectNode next = i % 2 == 0 ? values : raised(values, fixed);
                revision++;
                byte[] document = signer.configuration(revision, next, 0);
                long sent = System.nanoTime();
                platform.publish(POLE.configDesired(), document);
                Observer.Arrival arrival = reports.await("report of revision " + revision, about(revision));
                JsonNode report = json(arrival);
                if (report.path("outcome").asText().equals("rejected") && i < 0) {
                    report.path("errors")
                            .forEach(error -> fixed.add(new Key(
                                    error.path("pid").asText(),
                                    error.path("key").asText())));
                } else if (!report.path("outcome").asText().equals("applied")) {
                    throw new IllegalStateException("the configuration was answered with " + report);
                } else if (i >= 0) {
                    millis.add((arrival.nanos() - sent) / 1e6);
                }
            }
            List<Double> both = pauses(gateway);
            Samples stored = new Samples();
            gateway.log()
                    .lines()
                    .map(APPLIED::matcher)
                    .filter(Matcher::find)
                    .filter(line -> Integer.parseInt(line.group(1)) > WARM_UP)
                    .forEach(line -> stored.add(Double.parseDouble(line.group(2))));
            List<Double> busy = both.subList(all.size(), both.size());
            changed = difference(values, raised(values, fixed));
            Figure idle = new Figure("config.light-pause-idle", longest(quiet), "ms", null, null);
            return List.of(
                    new Figure("config.apply", stored, "ms", null, Target.valueAtMost(200)),
                    new Figure("config.report", millis, "ms", null, null),
                    idle,
                    new Figure("config.light-pause", longest(busy), "ms", idle, null));
        } catch (MqttException | FormatException e) {
            throw new IllegalStateException("the platform's side failed: " + e.getMessage(), e);
        }
    }

    private static Predicate<Observer.Arrival> about(int revision) {
        return arrival -> {
            try {
                JsonNode report = json(arrival);
                return report.path("revision").asInt() == revision
                        && !report.path("outcome").asText().equals("pending");
            } catch (IOException e) {
                return false;
            }
        };
    }

    private static JsonNode json(Observer.Arrival arrival) throws IOException {
        return JSON.readTree(arrival.payload());
    }

    /** @return the first 50 settings that may be set, with their values of now */
    private static ObjectNode fifty(JsonNode effective) {
        ObjectNode values = JSON.createObjectNode();
        int keys = 0;
        for (Map.Entry<String, JsonNode> concern : effective.properties()) {
            for (Map.Entry<String, JsonNode> setting : concern.getValue().properties()) {
                if (keys < KEYS && !LEFT_ALONE.contains(concern.getKey())) {
                    values.withObject("/" + concern.getKey()).set(setting.getKey(), setting.getValue());
                    keys++;
                }
            }
        }
        return values;
    }

    /** @return the same with each number one higher, except those that may not be */
    private static ObjectNode raised(ObjectNode values, Set<Key> fixed) {
        ObjectNode raised = values.deepCopy();
        for (Map.Entry<String, JsonNode> concern : values.properties()) {
            for (Map.Entry<String, JsonNode> setting : concern.getValue().properties()) {
                // The commissioned floor may be raised from afar, but not lowered again.
                boolean commissioned = setting.getKey().startsWith("commissioned.");
                if (setting.getValue().isNumber()
                        && !commissioned
                        && !fixed.contains(new Key(concern.getKey(), setting.getKey()))) {
                    raised.withObject("/" + concern.getKey())
                            .put(setting.getKey(), setting.getValue().asInt() + 1);
                }
            }
        }
        return raised;
    }

    private static int difference(ObjectNode one, ObjectNode other) {
        int different = 0;
        for (Map.Entry<String, JsonNode> concern : one.properties()) {
            for (Map.Entry<String, JsonNode> setting : concern.getValue().properties()) {
                if (!setting.getValue().equals(other.path(concern.getKey()).path(setting.getKey()))) {
                    different++;
                }
            }
        }
        return different;
    }

    /** @return the longest pause of each second, in ms */
    private static List<Double> pauses(GatewayProcess gateway) {
        List<Double> pauses = new ArrayList<>();
        gateway.log()
                .lines()
                .filter(line -> line.startsWith(LightProbe.SAYS))
                .forEach(line -> pauses.add(Double.valueOf(line.replaceAll("\\D", ""))));
        return pauses;
    }

    private static Samples longest(List<Double> pauses) {
        Samples longest = new Samples();
        longest.add(pauses.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
        return longest;
    }

    @Override
    public String note() {
        return DOCUMENTS + " documents of " + KEYS + " keys, " + changed
                + " of them different from the one before, among them settings for which the uplink connects anew. apply: checks,"
                + " journal, ConfigAdmin and its writes, as the log tells it; report: from publishing until the platform knows,"
                + " most of it the new connection. light-pause: the longest time"
                + " without a decision of the control loop, of which five a second are due. Mosquitto on loopback.";
    }
}
