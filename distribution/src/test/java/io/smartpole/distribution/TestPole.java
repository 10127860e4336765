package io.smartpole.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The whole gateway with an {@link UplinkDoor}: its uplink can be configured and looked at while it runs. */
public final class TestPole implements AutoCloseable {

    static final Topics TOPICS = new Topics("dormagen", "p-0001");
    static final String CLIENT_ID = "smartpole-dormagen-p-0001";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DOOR = Pattern.compile(UplinkDoor.SAYS + "(\\d+)");
    private static final String ATTEMPT = "-> CONNECTING:";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RunningGateway gateway;
    private final Path data;
    private final int door;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestPole(RunningGateway gateway, Path data, int door) {
        this.gateway = gateway;
        this.data = data;
        this.door = door;
    }

    /** @param folder for a copy of the gateway and its data */
    public static TestPole start(Path folder, String... options) throws Exception {
        Path home = Home.copyTo(folder.resolve("gateway"));
        Home.install(home, UplinkDoor.class);
        Path data = folder.resolve("data");
        Path java = Path.of(System.getProperty("java.home"));
        RunningGateway gateway = RunningGateway.start(home, java, data, RunningGateway.freePort(), options);
        try {
            Matcher line = DOOR.matcher(gateway.awaitLog(20, UplinkDoor.SAYS));
            if (!line.find()) {
                throw new IllegalStateException("awaited above");
            }
            return new TestPole(gateway, data, Integer.parseInt(line.group(1)));
        } catch (Throwable e) {
            gateway.close();
            throw e;
        }
    }

    public Path data() {
        return data;
    }

    /** @return of the gateway's process */
    public long pid() {
        return gateway.pid();
    }

    RunningGateway gateway() {
        return gateway;
    }

    /** Changes the configuration of the uplink. */
    public void configure(Map<String, Object> values) throws IOException {
        String result = ask(values).get(0);
        if (!result.startsWith("Applied")) {
            throw new IllegalArgumentException(values + ": " + result);
        }
    }

    /**
     * Changes the configuration of an uplink that is connected to one broker, and waits until it is connected anew. Before
     * that connection nothing has failed, so that waits after failures begin again.
     */
    void reconnect(int seconds, Map<String, Object> values) throws IOException, InterruptedException {
        long before = connects(status());
        configure(values);
        awaitStatus(
                seconds,
                "new connection",
                status -> connects(status) > before
                        && status.path("uplink").path("connected").asBoolean());
    }

    /** @return how often it has tried to connect, be it that nobody noticed: taken from its log */
    int attempts() throws IOException {
        int attempts = gateway.log().split(ATTEMPT, -1).length - 1;
        if (attempts == 0) {
            throw new AssertionError("the log does not tell attempts to connect by '" + ATTEMPT + "' any more");
        }
        return attempts;
    }

    private static long connects(JsonNode status) {
        return status.path("uplink").path("connects").asLong();
    }

    long connects() throws IOException, InterruptedException {
        return connects(status());
    }

    /** @return status, message and action of the health check {@code uplink} */
    public String health() throws IOException {
        return ask(Map.of()).get(1);
    }

    private List<String> ask(Map<String, Object> values) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(values.size());
            for (Map.Entry<String, Object> value : values.entrySet()) {
                out.writeUTF(value.getKey());
                out.writeBoolean(value.getValue() instanceof Integer);
                out.writeUTF(value.getValue().toString());
            }
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return List.of(in.readUTF(), in.readUTF());
        }
    }

    /** Waits until the health check {@code uplink} says all these words. */
    String awaitHealth(int seconds, String... words) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<String> said = new ArrayList<>();
        while (true) {
            String health = health();
            if (Stream.of(words).allMatch(health::contains)) {
                return health;
            }
            if (said.isEmpty() || !said.get(said.size() - 1).equals(health)) {
                said.add(health);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "within %d s the health check uplink did not say '%s', but one after the other:%n%s%n%s"
                                .formatted(
                                        seconds,
                                        String.join("' and '", words),
                                        String.join("\n", said),
                                        gateway.log()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** @return {@code GET /api/v1/status} */
    public JsonNode status() throws IOException, InterruptedException {
        return get("/api/v1/status");
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(gateway.ready().substring("READY ".length()) + path);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /** Waits until the status is so. */
    JsonNode awaitStatus(int seconds, String what, Predicate<JsonNode> so) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            JsonNode status = status();
            if (so.test(status)) {
                return status;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + seconds + " s the status did not show " + what + "; it is "
                        + status + "\n" + gateway.log());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** @param slot such as {@code cloud1} */
    void awaitInUse(int seconds, String slot) throws IOException, InterruptedException {
        awaitStatus(
                seconds,
                slot + " in use",
                status -> status.path("uplink").path("endpoint").asText().startsWith(slot + " "));
    }

    /** Waits until the platform has all that this pole has committed until now, each chain whole. */
    void awaitDelivered(int seconds, Ledger ledger) throws IOException, InterruptedException {
        long committed = status().path("evidence").path("committedBatches").asLong();
        ledger.await(
                seconds, committed + " batches in whole chains", () -> ledger.batches() >= committed && ledger.whole());
    }

    /** @return a command that the demo's platform has signed just now */
    byte[] command(String id, String kind) throws IOException, FormatException {
        PlatformKey key = PlatformKey.fromPem(Files.readString(data.resolve("standin/platform.pem")));
        Instant now = Instant.now();
        return DownlinkDocument.sign(
                DownlinkDocument.Type.COMMAND,
                TOPICS.command(),
                id,
                now,
                now.plusSeconds(60),
                null,
                JSON.createObjectNode().put("kind", kind),
                key.id(),
                key::sign);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
