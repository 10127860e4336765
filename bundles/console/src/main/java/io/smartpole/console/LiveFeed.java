package io.smartpole.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all open pages once a second what changed. A stream begins with everything; each event is named after its
 * resource below {@code /api/v1/} and carries the same JSON, {@code readings} only those that are new, and {@code night}
 * the curve, which {@code light} leaves out here: it changes seldom and is long. The status holds the uptime, so there is
 * an event every second, and a browser that is gone is noticed. Where no stream can be held, {@link #once} tells everything.
 */
final class LiveFeed {

    /** Several browsers and tabs of one or two technicians. */
    static final int STREAMS = 8;

    /** The page takes 10 s of silence for a lost connection. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    private final Gateway gateway;
    private final Map<String, Supplier<?>> resources = new LinkedHashMap<>();

    /** The latest event of each resource: what whoever comes now has to be told. */
    private final Map<String, byte[]> told = new LinkedHashMap<>();

    private long toldReadings;
    private final List<EventStream> streams = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "console");
    private boolean failing;

    LiveFeed(Gateway gateway) {
        this.gateway = gateway;
        resources.put("pole", gateway::pole);
        resources.put("status", gateway::status);
        resources.put("light", gateway::lightNow);
        resources.put("night", gateway::night);
        resources.put("health", gateway::health);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        thread.interrupt();
        endAll();
    }

    private synchronized void endAll() {
        streams.forEach(EventStream::end);
    }

    synchronized boolean full() {
        streams.removeIf(EventStream::closed);
        return streams.size() >= STREAMS;
    }

    /** @return null if there is no room for another one */
    synchronized @Nullable EventStream open(EventStream.Wire wire) {
        if (full()) {
            return null;
        }
        EventStream stream = new EventStream(wire);
        everything().forEach(stream::offer);
        streams.add(stream);
        return stream;
    }

    /**
     * For a server that cannot hold a connection without a thread: an answer that is complete. The browser asks for the next
     * one by itself.
     */
    byte[] once() {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("retry: " + ASK_AGAIN_AFTER.toMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII));
        everything().forEach(answer::writeBytes);
        answer.writeBytes(event("end", Json.bytes(Map.of())));
        return answer.toByteArray();
    }

    private synchronized List<byte[]> everything() {
        refresh();
        List<byte[]> events = new ArrayList<>(told.values());
        events.add(event("readings", Json.bytes(gateway.readings())));
        return events;
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                tickAndGoOn();
            }
        } catch (InterruptedException e) {
            // deactivated
        }
    }

    private void tickAndGoOn() {
        try {
            tick();
            failing = false;
        } catch (RuntimeException | LinkageError e) { // of another bundle, which may be going away just now
            if (!failing) {
                LOG.warn("the open pages could not be told what changed; it is tried again every second", e);
            }
            failing = true;
        }
    }

    synchronized void tick() {
        streams.removeIf(EventStream::closed);
        if (!streams.isEmpty()) {
            refresh();
        }
    }

    private void refresh() {
        resources.forEach((name, view) -> {
            byte[] event = event(name, Json.bytes(view.get()));
            if (!Arrays.equals(event, told.put(name, event))) {
                tell(event);
            }
        });
        ReadingBoard.News news = gateway.readingsSince(toldReadings);
        toldReadings = news.upTo();
        if (!news.readings().isEmpty()) {
            tell(event("readings", Json.bytes(news.readings())));
        }
    }

    private void tell(byte[] event) {
        streams.forEach(stream -> stream.offer(event));
    }

    /** JSON has no line breaks, so it is one {@code data} line (HTML standard, 9.2.5). */
    private static byte[] event(String name, byte[] json) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 32);
        event.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(json);
        event.writeBytes(new byte[] {'\n', '\n'});
        return event.toByteArray();
    }
}
