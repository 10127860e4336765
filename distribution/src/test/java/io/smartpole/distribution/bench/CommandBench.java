package io.smartpole.distribution.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.distribution.Signer;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttException;

/** How long a signed command for the light takes from the platform to the lamp, and its answer back. */
final class CommandBench implements Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics POLE = new Topics("dormagen", "p-0001");
    private static final int ROUNDS = 3;
    private static final int WARM_UP = 100;
    private static final int COMMANDS = 500;

    /** Both above the safety floor, so that each is a change for the lamp. */
    private static final int[] PERCENT = {60, 90};

    private static final int VALID_SECONDS = 120;
    private static final int KEYS = 20;

    /** Sends one, and waits for the answer. */
    @FunctionalInterface
    private interface Exchange {
        /** @return milliseconds */
        double run(int number) throws MqttException, InterruptedException, IOException;
    }

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Samples echoMedian = new Samples();
        Samples echoSlow = new Samples();
        Samples median = new Samples();
        Samples slow = new Samples();
        for (int round = 1; round <= ROUNDS; round++) {
            Benchmark.progress("command: round " + round + " of " + ROUNDS);
            try (Broker broker = Broker.start(workplace, GatewayProcess.freePort())) {
                echoes(workplace, broker, echoMedian, echoSlow);
                commands(workplace, broker, median, slow);
            } catch (MqttException e) {
                throw new IllegalStateException("the broker was lost: " + e.getMessage(), e);
            }
        }
        Figure echo = new Figure("command.echo-p50", echoMedian, "ms", null, null);
        Figure echo99 = new Figure("command.echo-p99", echoSlow, "ms", null, null);
        return List.of(
                echo,
                echo99,
                new Figure("command.p50", median, "ms", echo, null),
                new Figure("command.p99", slow, "ms", echo99, Target.valueAtMost(10)));
    }

    private static void echoes(Workplace workplace, Broker broker, Samples median, Samples slow)
            throws IOException, InterruptedException, MqttException {
        String uri = Broker.uri(broker.port());
        try (BareProcess client = BareProcess.start(workplace, "echo", uri);
                Observer observer = new Observer(broker.port(), 1, BareClient.REPLY)) {
            client.answer("ready");
            measure(median, slow, number -> {
                byte[] request = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
                long sent = System.nanoTime();
                observer.publish(BareClient.REQUEST, request);
                Observer.Arrival echo = observer.await("echo", reply -> Arrays.equals(reply.payload(), request));
                return (echo.nanos() - sent) / 1e6;
            });
        }
    }

    private static void commands(Workplace workplace, Broker broker, Samples median, Samples slow)
            throws IOException, InterruptedException, MqttException {
        Path data = workplace.newData();
        String uri = Broker.uri(broker.port());
        try (Observer states = new Observer(broker.port(), 1, POLE.state());
                Observer replies = new Observer(broker.port(), 1, POLE.commandReply());
                GatewayProcess gateway =
                        GatewayProcess.startOnFirstCore(workplace.gateway(), data, "--demo", "--cloud", uri)) {
            gateway.secondsUntilLogged(StartBench.LAMP_DECISION);
            String nonce = JSON.readTree(states.await("state", any -> true).payload())
                    .path("nonce")
                    .asText();
            List<PlatformKey> keys = trustedKeys(data, replies);
            measure(median, slow, number -> {
                String id = UUID.randomUUID().toString();
                byte[] command = command(id, PERCENT[number % PERCENT.length], nonce, keys.get(number % KEYS));
                long sent = System.nanoTime();
                replies.publish(POLE.command(), command);
                Observer.Arrival reply = replies.await("reply to a command", any -> true);
                String text = new String(reply.payload(), StandardCharsets.UTF_8);
                if (!text.contains(id) || !text.contains("\"done\"")) {
                    throw new IllegalStateException("a command was answered with " + text);
                }
                return (reply.nanos() - sent) / 1e6;
            });
        }
    }

    /** A pole takes so many commands of a kind from one key, and then one a second: there are more keys than that needs. */
    private static List<PlatformKey> trustedKeys(Path data, Observer platform) throws IOException, MqttException {
        List<PlatformKey> keys =
                Stream.generate(PlatformKey::generate).limit(KEYS).toList();
        List<TrustedKey> trusted = keys.stream()
                .map(key -> new TrustedKey(key.id(), key.publicKey(), "bench", EnumSet.of(Role.LIGHTING)))
                .toList();
        try {
            // It is handled before what comes after it over the same connection.
            platform.publish(POLE.trust(), new Signer(data, POLE).trust(2, trusted));
        } catch (FormatException e) {
            throw new IllegalStateException("the demo's key cannot be read: " + e.getMessage(), e);
        }
        return keys;
    }

    private static byte[] command(String id, int percent, String nonce, PlatformKey key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("kind", "light.override");
        body.putObject("arguments").put("percent", percent);
        Instant now = Instant.now();
        return DownlinkDocument.sign(
                DownlinkDocument.Type.COMMAND,
                POLE.command(),
                id,
                now,
                now.plusSeconds(VALID_SECONDS),
                nonce,
                body,
                key.id(),
                key::sign);
    }

    private static void measure(Samples median, Samples slow, Exchange exchange)
            throws MqttException, InterruptedException, IOException {
        Samples millis = new Samples();
        for (int i = -WARM_UP; i < COMMANDS; i++) {
            double took = exchange.run(i + WARM_UP);
            if (i >= 0) {
                millis.add(took);
            }
        }
        median.add(millis.median());
        slow.add(millis.quantile(0.99));
    }

    @Override
    public String note() {
        return COMMANDS
                + " signed light.override, one after the other and each another level, from publishing to the answer,"
                + " which follows once the request is on the disk and the new level is written; after " + WARM_UP
                + " others. echo: a bare Paho client that publishes what it received. Mosquitto on loopback, QoS 1 both"
                + " ways, TCP_NODELAY everywhere; " + Cores.note() + ".";
    }
}
