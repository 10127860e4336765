package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.link.Message;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/**
 * Ten thousand documents that somebody spoiled: by bits, cuts and swaps, and with a good signature over nonsense. None is
 * obeyed, none ends the worker, nothing grows.
 */
class MutationTest {

    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a trust document says, the trust set judges by itself. Each is signed as it stands, byte for byte. Doubled keys and deep nesting cannot be written by a tree of JSON. */
    private static final List<String> NONSENSE = List.of(
            "",
            "{",
            "null",
            "7",
            "[]",
            "\"text\"",
            "{\"kind\":\"light.override\",\"kind\":\"light.resume\"}",
            "{\"revision\":7,\"revision\":8,\"values\":{}}",
            "{\"revision\":7,\"values\":{\"p\":{\"k\":1,\"k\":2}}}",
            "{\"kind\":\"light.override\"} {}",
            "{\"kind\":\"light.override\",\"arguments\":[]}",
            "{\"kind\":\"light.override\",\"arguments\":null}",
            "{\"kind\":\"light.override\",\"arguments\":\"x\"}",
            "{\"kind\":\"light.override\",\"argument\":{}}",
            "{\"kind\":7}",
            "{\"kind\":null}",
            "{\"kind\":{\"light.override\":1}}",
            "{\"kind\":[\"light.override\"]}",
            "{\"kind\":\"light.override\\u0000\"}",
            "{\"kind\":\"" + "x".repeat(50_000) + "\"}",
            "{\"kind\":\"light.override\",\"arguments\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
            "{\"kind\":\"light.override\",\"arguments\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(100) + "}",
            "{\"kind\":\"light.override\",\"arguments\":{\"percent\":" + "9".repeat(2000) + "}}",
            "{\"revision\":1e999999999,\"values\":{}}",
            "{\"revision\":-1e999999999,\"values\":{}}",
            "{\"revision\":99999999999999999999999,\"values\":{}}",
            "{\"revision\":\"7\",\"values\":{}}",
            "{\"revision\":7,\"values\":{\"p\":{\"k\":{\"x\":1}}}}",
            "{\"revision\":7,\"values\":{\"p\":[1]}}",
            "{\"revision\":7,\"values\":\"x\"}",
            "{\"revision\":7,\"values\":{},\"probation\":1e400}",
            "{\"revision\":7,\"values\":{},\"notBefore\":7}",
            "{\"revision\":7,\"values\":{},\"notBefore\":\"+999999999-01-01T00:00:00Z!\"}",
            "{\"batch\":7}",
            "{\"kid\":\"0123456789abcdef\"}",
            "{\"kid\":null,\"lane\":7,\"seq\":1e999999999}",
            "\u0000\u0001\u0002");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Message emergency =
            Platform.command("light.emergency").id("c-2").message();
    private final List<Message> good = List.of(
            Platform.command().message(),
            Platform.configuration(7).message(),
            Platform.trust(7).message(),
            receipt().message());

    @Test
    void nothingIsObeyedNothingIsThrownAndNothingGrows() throws Exception {
        TestPole pole = new TestPole(folder);
        Mockito.when(pole.evidence.receipt(Mockito.any())).thenThrow(new AssertionError("a spoiled receipt counts"));
        Remote remote = pole.start();
        List<Supplier<Message>> ways = List.of(this::bits, this::cut, this::swapped, this::nonsense, this::noise);
        long heapBefore = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Message message = ways.get(round % ways.size()).get();
            if (round == ROUNDS / 2) {
                heapBefore = heap();
            }
            remote.step(message);
            assertEquals(List.of(), pole.handler.asked, () -> what(message));
            assertEquals(List.of(), pole.desired, () -> what(message));
            assertEquals(List.of(), pole.trust.replacements, () -> what(message));
            if (round % 100 == 0) {
                pole.replies.clear();
                pole.commands.clear();
                pole.documents.clear();
                pole.sums.clear();
                pole.now = new io.smartpole.core.time.Moment(
                        pole.now.instant(), true, pole.now.sinceBoot().plus(Duration.ofMinutes(1)));
            }
        }
        String figures = pole.health.check().message();
        int refused = Integer.parseInt(figures.substring(0, figures.indexOf(' ')));
        assertTrue(refused > ROUNDS * 9 / 10, "each is refused but those that came twice: " + refused);
        assertEquals("", Files.readString(folder.resolve("commands.jsonl")), "no id was used up");
        assertEquals(0, pole.gate.dropped());
        if (Boolean.getBoolean("smartpole.full")) {
            long grown = heap() - heapBefore;
            assertTrue(grown < 2 << 20, "the heap has grown by " + grown + " bytes in " + ROUNDS / 2 + " documents");
        }
        remote.step(Platform.command().message());
        assertEquals(1, pole.handler.asked.size(), "the worker is well, seed " + SEED);
        Mockito.verifyNoInteractions(pole.configurations);
    }

    private static String what(Message message) {
        return "seed " + SEED + ", on " + message.topic() + ": " + Arrays.toString(message.payload());
    }

    private Message good() {
        return good.get(random.nextInt(good.size()));
    }

    private static Platform receipt() {
        BatchId batch = new BatchId(
                new KeyId("0123456789abcdef"), Lane.MEASUREMENT, new BootId("0".repeat(32)), 7, "a".repeat(64));
        return Platform.receipt(new Receipt(batch, Platform.NOW_INSTANT).toJson());
    }

    private Message bits() {
        Message good = good();
        byte[] bytes = good.payload().clone();
        int flips = 1 + random.nextInt(8);
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        // Flips may undo each other.
        return Arrays.equals(bytes, good.payload()) ? noise() : TestPole.changed(good, bytes);
    }

    private Message cut() {
        Message good = good();
        byte[] bytes = good.payload();
        int from = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 0;
        int to = from + random.nextInt(bytes.length - from);
        return TestPole.changed(good, Arrays.copyOfRange(bytes, from, to));
    }

    /** The head of one document and the tail of another, or a whole one where another belongs. */
    private Message swapped() {
        Message one = good();
        Message other = emergency;
        if (random.nextBoolean()) {
            String topic = one.topic().equals(Platform.TOPICS.trust())
                    ? Platform.TOPICS.configDesired()
                    : Platform.TOPICS.trust();
            return new Message(topic, one.payload(), one.retained(), one.endpoint());
        }
        int at = 1 + random.nextInt(Math.min(one.payload().length, other.payload().length) - 1);
        byte[] bytes = other.payload().clone();
        System.arraycopy(one.payload(), 0, bytes, 0, at);
        boolean whole = Arrays.equals(bytes, other.payload()) || Arrays.equals(bytes, one.payload());
        return whole ? noise() : TestPole.changed(one, bytes);
    }

    private Message nonsense() {
        String body = NONSENSE.get(random.nextInt(NONSENSE.size()));
        Platform document = switch (random.nextInt(3)) {
            case 0 -> Platform.command();
            case 1 -> Platform.configuration(7);
            default -> receipt();
        };
        document.id("n-" + random.nextInt());
        return random.nextBoolean()
                ? document.body(wrongTypes()).message()
                : document.signedOver(body.getBytes(StandardCharsets.UTF_8));
    }

    /** The right keys, and nothing right behind them. */
    private ObjectNode wrongTypes() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String key : List.of(
                "kind", "arguments", "revision", "values", "keys", "kid", "lane", "boot", "seq", "hash", "time")) {
            body.set(key, wrong());
        }
        return body;
    }

    private JsonNode wrong() {
        String[] values = {"-1", "1e308", "[]", "{}", "null", "true", "\"\"", "[[{}]]", "123456789012345678901234567890"
        };
        try {
            return JSON.readTree(values[random.nextInt(values.length)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message noise() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? DownlinkDocument.LARGEST + 100 : 300)];
        random.nextBytes(bytes);
        return TestPole.changed(good(), bytes);
    }

    private static long heap() {
        if (!Boolean.getBoolean("smartpole.full")) {
            return 0;
        }
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
