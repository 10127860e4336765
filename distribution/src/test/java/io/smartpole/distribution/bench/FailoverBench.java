package io.smartpole.distribution.bench;

import io.smartpole.distribution.FaultProxy;
import io.smartpole.distribution.Treatment;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttException;

/** How long after a broker is killed, or the way to it goes dead, the first message arrives at the other one. */
final class FailoverBench implements Benchmark {

    private static final Topics POLE = new Topics("dormagen", "p-0001");
    private static final int KILLS = 20;
    private static final int BLACK_HOLES = 20;
    private static final int PAHO_ROUNDS = 5;

    /** More often, the broker that was lost is tried ever later, as it should be, and the benchmark waits for that. */
    private static final int ROUNDS_OF_A_PROCESS = 4;

    private static final int ACKNOWLEDGE_TIMEOUT = 2;
    private static final int PAHO_KEEP_ALIVE = 1;

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        try {
            Samples paho = paho(workplace, false);
            Samples killed = gateway(workplace, KILLS, false);
            Samples pahoHole = paho(workplace, true);
            Samples hole = gateway(workplace, BLACK_HOLES, true);
            Figure pahoKill = new Figure("failover.paho-kill", paho, "ms", null, null);
            Figure pahoDead = new Figure("failover.paho-dead-line", pahoHole, "ms", null, null);
            return List.of(
                    pahoKill,
                    new Figure("failover.kill", killed, "ms", pahoKill, null),
                    new Figure("failover.kill-p95", slow(killed), "ms", null, Target.valueAtMost(50)),
                    pahoDead,
                    new Figure("failover.dead-line", hole, "ms", pahoDead, null),
                    new Figure("failover.dead-line-p95", slow(hole), "ms", null, Target.valueAtMost(3000)));
        } catch (MqttException e) {
            throw new IllegalStateException("a broker was lost that should live: " + e.getMessage(), e);
        }
    }

    private static Samples slow(Samples all) {
        Samples one = new Samples();
        one.add(all.quantile(0.95));
        return one;
    }

    /** The gateway, in several processes one after the other. */
    private static Samples gateway(Workplace workplace, int rounds, boolean deadLine)
            throws IOException, InterruptedException, MqttException {
        Samples millis = new Samples();
        for (int done = 0; done < rounds; done += ROUNDS_OF_A_PROCESS) {
            Benchmark.progress("failover: %d of %d, %s".formatted(done, rounds, deadLine ? "dead line" : "killed"));
            try (Site active = new Site(workplace);
                    Site standby = new Site(workplace)) {
                Path home = workplace.home(
                        "smartpole.uplink", """
                        "cloud1.uri": "%s", "cloud2.uri": "%s", "return-after:Integer": 3600, "acknowledge.timeout:Integer": %d
                        """.formatted(active.uri(), standby.uri(), ACKNOWLEDGE_TIMEOUT));
                Path data = workplace.newData();
                String profile = workplace.readEverySecond(data);
                try (GatewayProcess gateway = GatewayProcess.startOnFirstCore(
                        home,
                        data,
                        "--demo",
                        "--cloud",
                        active.uri(),
                        "--cloud",
                        standby.uri(),
                        "--profile",
                        profile)) {
                    gateway.secondsUntilHttpAnswers();
                    try {
                        failOver(active, standby, Math.min(ROUNDS_OF_A_PROCESS, rounds - done), deadLine, millis);
                    } catch (IllegalStateException e) {
                        throw new IllegalStateException(e.getMessage() + "; the gateway's log:\n" + gateway.log(), e);
                    }
                }
            }
        }
        return millis;
    }

    private static void failOver(Site first, Site second, int rounds, boolean deadLine, Samples millis)
            throws IOException, InterruptedException, MqttException {
        Site active = first;
        Site standby = second;
        await(active, "this pole's state", true);
        for (int round = 0; round < rounds; round++) {
            await(standby, "the standby's state", false);
            try (Observer observer = new Observer(standby.port(), 1, POLE.state())) {
                long start = active.fail(deadLine);
                Observer.Arrival state = observer.await("a pole that switched over", FailoverBench::active);
                millis.add((state.nanos() - start) / 1e6);
            }
            active.heal();
            Site lost = active;
            active = standby;
            standby = lost;
        }
    }

    private static void await(Site site, String what, boolean active) throws InterruptedException, MqttException {
        try (Observer observer = new Observer(site.port(), 1, POLE.state())) {
            observer.await(what, state -> text(state).contains("\"active\":" + active));
        }
    }

    private static boolean active(Observer.Arrival state) {
        return text(state).contains("\"active\":true");
    }

    private static String text(Observer.Arrival message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    private static Samples paho(Workplace workplace, boolean deadLine)
            throws IOException, InterruptedException, MqttException {
        Benchmark.progress("failover: Paho's automatic reconnect, " + (deadLine ? "dead line" : "killed"));
        Samples millis = new Samples();
        for (int round = 0; round < PAHO_ROUNDS; round++) {
            try (Site active = new Site(workplace);
                    Site standby = new Site(workplace);
                    Observer before = new Observer(active.port(), 0, BareClient.LIVE);
                    Observer observer = new Observer(standby.port(), 0, BareClient.LIVE);
                    BareProcess client = BareProcess.start(
                            workplace, "reconnect", active.uri(), standby.uri(), Integer.toString(PAHO_KEEP_ALIVE))) {
                client.answer("ready");
                before.await("a bare client's message", any -> true);
                long start = active.fail(deadLine);
                millis.add((observer.await("a bare client that switched over", any -> true)
                                        .nanos()
                                - start)
                        / 1e6);
            }
        }
        return millis;
    }

    /** A broker, and the way to it. */
    private static final class Site implements AutoCloseable {

        private final Workplace workplace;
        private final FaultProxy way;
        private Broker broker;

        Site(Workplace workplace) throws IOException, InterruptedException {
            this.workplace = workplace;
            this.broker = Broker.start(workplace, GatewayProcess.freePort());
            this.way = FaultProxy.to(broker.port());
        }

        /** @return for clients whose way can go dead */
        String uri() {
            return Broker.uri(way.port());
        }

        int port() {
            return broker.port();
        }

        /**
         * On a dead line, new connections are refused: Paho, which waits for the broker's answer to a connect for ever, would
         * else not come to the other broker at all.
         *
         * @return when, by {@code System.nanoTime}
         */
        long fail(boolean deadLine) throws IOException {
            long now = System.nanoTime();
            if (deadLine) {
                way.treat(Treatment.SILENT);
                way.door(FaultProxy.Door.REFUSES);
            } else {
                broker.close();
            }
            return now;
        }

        void heal() throws IOException, InterruptedException {
            way.heal();
            broker.close();
            broker.awaitEnd();
            broker = Broker.start(workplace, broker.port());
        }

        @Override
        public void close() throws IOException {
            way.close();
            broker.close();
        }
    }

    @Override
    public String note() {
        return KILLS + " times kill -9 of the broker in use, and " + BLACK_HOLES
                + " times a way to it on which nothing passes"
                + " any more, with acknowledge.timeout " + ACKNOWLEDGE_TIMEOUT
                + "; until the other broker hands on the first"
                + " message of the pole, which is its state. p95: 19 of 20 were as fast. paho: a bare client with"
                + " automatic reconnect, both brokers and a keep-alive of " + PAHO_KEEP_ALIVE
                + " s that publishes all the"
                + " time; " + Cores.note() + ".";
    }
}
