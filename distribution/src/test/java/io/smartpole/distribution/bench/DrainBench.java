package io.smartpole.distribution.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;

/** How fast the evidence of a long outage leaves, and how live the telemetry is meanwhile. */
final class DrainBench implements Benchmark {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Topics POLE = new Topics("dormagen", "p-0001");
    private static final BundleBench OFFLINE = new BundleBench("evidence", "io.smartpole.evidence.OfflineStore");

    private static final int ROUNDS = 3;
    private static final int BATCHES = 24_000;

    /** Live batches go on coming. */
    private static final int FEW = 20;

    /** After the start, until nothing but the pole's daily work is left to do. */
    private static final int SETTLE_SECONDS = 5;

    private static final int IDLE_SECONDS = 20;
    private static final int LONGEST_DRAIN_SECONDS = 120;
    private static final int POLL_MILLIS = 50;

    /** A reading's time has whole milliseconds, cut off: half of one on average. */
    private static final double CUT_OFF_MILLIS = 0.5;

    /** What waited at some time, by {@code System.nanoTime}. */
    private record Waiting(long nanos, long batches, long bytes) {}

    private final Samples rate = new Samples();
    private final Samples bare = new Samples();
    private final Samples idle = new Samples();
    private final Samples draining = new Samples();

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Benchmark.progress("drain: filling a store");
        Path offline = workplace.newData();
        OFFLINE.run(workplace, offline.toString(), POLE.site(), POLE.pole(), Integer.toString(BATCHES));
        for (int round = 1; round <= ROUNDS; round++) {
            Benchmark.progress("drain: round " + round + " of " + ROUNDS);
            try {
                int bytes = gateway(workplace, workplace.newData(offline));
                paho(workplace, bytes);
            } catch (MqttException e) {
                throw new IllegalStateException("the broker was lost: " + e.getMessage(), e);
            }
        }
        Figure limit = new Figure("drain.bare-paho", bare, "bytes/s", null, null);
        Figure quiet = new Figure("drain.live-idle", idle, "ms", null, null);
        return List.of(
                limit,
                new Figure("drain.gateway", rate, "bytes/s", limit, Target.ratioAtLeast(0.5)),
                quiet,
                new Figure("drain.live-draining", draining, "ms", quiet, Target.ratioAtMost(2)));
    }

    /** @return mean size of a batch */
    private int gateway(Workplace workplace, Path data) throws IOException, InterruptedException, MqttException {
        int port = GatewayProcess.freePort();
        String uri = Broker.uri(port);
        Path home = workplace.home("smartpole.uplink", "\"cloud1.uri\": \"" + uri + "\", \"acknowledge\": \"puback\"");
        String profile = workplace.readEverySecond(data);
        try (GatewayProcess gateway =
                GatewayProcess.startOnFirstCore(home, data, "--demo", "--cloud", uri, "--profile", profile)) {
            gateway.secondsUntilHttpAnswers();
            gateway.secondsUntil("a full store", () -> waiting(gateway).batches() >= BATCHES);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            Waiting all = waiting(gateway);
            try (Broker broker = Broker.start(workplace, port);
                    Observer live = new Observer(broker.port(), 0, POLE.telemetry("+"))) {
                rate.add(bytesPerSecond(gateway, all));
                latencies(live, draining);
                TimeUnit.SECONDS.sleep(1);
                live.taken();
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                latencies(live, idle);
            }
            return (int) (all.bytes() / all.batches());
        }
    }

    /** From the first look that finds the warm-up done until the first one that finds only a few. */
    private static double bytesPerSecond(GatewayProcess gateway, Waiting all) throws IOException, InterruptedException {
        Waiting first = null;
        Waiting last = all;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_DRAIN_SECONDS);
        while (last.batches() > FEW) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            last = waiting(gateway);
            if (first == null && last.batches() <= all.batches() - BareClient.WARM_UP) {
                first = last;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after %d s, %d of %d batches were left; log:%n%s"
                        .formatted(LONGEST_DRAIN_SECONDS, last.batches(), all.batches(), gateway.log()));
            }
        }
        if (first == null || first.nanos() == last.nanos()) {
            throw new IllegalStateException("it was over too soon to be measured");
        }
        return (first.bytes() - last.bytes()) / ((last.nanos() - first.nanos()) / 1e9);
    }

    private static Waiting waiting(GatewayProcess gateway) throws IOException {
        JsonNode evidence = gateway.status().path("evidence");
        return new Waiting(
                System.nanoTime(),
                evidence.path("waitingBatches").asLong(),
                evidence.path("waitingBytes").asLong());
    }

    private static void latencies(Observer live, Samples millis) throws IOException {
        for (Observer.Arrival arrival : live.taken()) {
            BigDecimal seconds =
                    JSON.readTree(arrival.payload()).path(0).path("t").decimalValue();
            Instant stamped = Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
            millis.add(Duration.between(stamped, arrival.time()).toNanos() / 1e6 - CUT_OFF_MILLIS);
        }
    }

    private void paho(Workplace workplace, int bytes) throws IOException, InterruptedException {
        try (Broker broker = Broker.start(workplace, GatewayProcess.freePort());
                BareProcess client = BareProcess.start(
                        workplace,
                        "publish",
                        Broker.uri(broker.port()),
                        Integer.toString(BATCHES),
                        Integer.toString(bytes))) {
            bare.add(Double.parseDouble(client.answer("rate")));
        }
    }

    @Override
    public String note() {
        return BATCHES
                + " stored batches of 256 readings, 8 KiB each, made beforehand; then the broker appears. The first "
                + BareClient.WARM_UP
                + " are for Java to compile, and do not count. gateway: payload"
                + " bytes that left the store in a second, with acknowledge = puback, since no platform answers here."
                + " bare-paho: as many messages of that size, QoS 1, 100 in flight. live: from a reading's own time"
                + " to its telemetry at a subscriber, less the half millisecond that is cut off that time on average, median"
                + " of all; each sensor is read every second. Mosquitto on loopback, TCP_NODELAY everywhere; "
                + Cores.note() + ".";
    }
}
