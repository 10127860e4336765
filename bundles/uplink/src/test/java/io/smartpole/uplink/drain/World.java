package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A pole, a line and a broker with a platform behind it, in virtual time: what is put in, arrives or is refused. */
final class World {

    static final Topics TOPICS = new Topics("dormagen", "p-1");
    final FakeLog log = new FakeLog();
    final Telemetry telemetry = new Telemetry();
    final Budget budget = new Budget(() -> this.bytesSent);
    final Path folder;
    final Random random;

    /** What the broker and the platform do, to be replaced by a test. */
    Predicate<BatchId> closesOver = id -> false;

    boolean takesBatches = true;
    Predicate<BatchId> swallows = id -> false;
    /** The line hangs with that batch on it. */
    Predicate<BatchId> hangsOver = id -> false;

    Predicate<BatchId> neverReceipts = id -> false;
    /** Chance that the line breaks with a message on it. */
    double flaky;

    boolean puback;
    Duration patience = Duration.ofSeconds(15);
    Duration roundTrip = Duration.ofMillis(50);
    long bytesPerSecond = 1_000_000;
    /** Live readings, each of some 200 bytes; none if zero. */
    Duration telemetryEvery = Duration.ofSeconds(10);

    Suspects suspects;
    Duration now = Duration.ZERO;
    long bytesSent;
    int closes;
    int breaks;
    int silences;
    int liveArrived;
    int witnesses;
    Duration slowestLive = Duration.ZERO;
    int mostInFlight;
    /** How often each batch arrived at the platform, in the order of first arrival. */
    final Map<BatchId, Integer> arrived = new LinkedHashMap<>();

    /** How often the broker closed the connection over each batch. */
    final Map<BatchId, Integer> closedOver = new LinkedHashMap<>();

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private long order;
    private @Nullable VirtualLine line;
    private @Nullable Drain drain;
    private Duration nextTelemetry = Duration.ZERO;

    private record Event(Duration at, long order, Runnable what) {}

    World(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
        this.suspects = new Suspects(folder, log);
    }

    /** The gateway is started anew: time since boot too. */
    void restart() {
        end(false);
        events.clear();
        now = Duration.ZERO;
        nextTelemetry = Duration.ZERO;
        suspects = new Suspects(folder, log);
    }

    void run(Duration time) {
        Duration end = now.plus(time);
        run(end, () -> false);
    }

    /** Runs until that is so, at most for a day. @return whether it is */
    boolean runUntil(BooleanSupplier done) {
        run(now.plusDays(1), done);
        return done.getAsBoolean();
    }

    private void run(Duration end, BooleanSupplier done) {
        while (now.compareTo(end) < 0 && !done.getAsBoolean()) {
            step(end);
        }
    }

    private void step(Duration end) {
        if (line == null) {
            connect();
        }
        Drain current = drain;
        if (!telemetryEvery.isZero() && now.compareTo(nextTelemetry) >= 0) {
            nextTelemetry = now.plus(telemetryEvery);
            telemetry.offer(reading());
        }
        if (current != null) {
            current.pump(moment());
        }
        Duration next = min(end, now.plusSeconds(1));
        Event first = events.peek();
        next = first == null ? next : min(next, first.at);
        next = current == null ? next : min(next, current.due().orElse(next));
        next = line != null && line.waits() ? min(next, line.heard.plus(patience)) : next;
        now = next.compareTo(now) < 0 ? now : next;
        for (Event due = events.peek(); due != null && due.at.compareTo(now) <= 0; due = events.peek()) {
            events.remove();
            due.what.run();
        }
        VirtualLine up = line;
        if (up != null && up.waits() && now.minus(up.heard).compareTo(patience) >= 0) {
            silences++;
            end(false);
        }
    }

    private Reading reading() {
        return new Series("bme280", "temperature", Unit.CELSIUS)
                .reading(Value.of(now.toSeconds() * 1.0), new Moment(Instant.EPOCH, false, now));
    }

    private Moment moment() {
        return new Moment(Instant.EPOCH, false, now);
    }

    private void connect() {
        VirtualLine next = new VirtualLine();
        line = next;
        telemetry.live(true);
        drain = new Drain(
                next,
                TOPICS,
                telemetry,
                budget,
                new Forwarding(log, suspects),
                () -> puback,
                event -> at(now, () -> {
                    if (line == next) {
                        event.accept(now);
                    }
                }));
    }

    private void end(boolean closed) {
        Drain ended = drain;
        line = null;
        drain = null;
        telemetry.live(false);
        if (ended != null) {
            ended.lost(closed, now);
        }
        now = now.plusSeconds(2); // until the next connection
    }

    private void at(Duration when, Runnable what) {
        events.add(new Event(when, order++, what));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Sends one after the other, and delivers in order. */
    private final class VirtualLine implements Line {

        private Duration free = now;
        private Duration heard = now;
        private long published;
        private long acknowledged;
        private boolean hangs;
        private int evidence;

        boolean waits() {
            return acknowledged < published;
        }

        @Override
        public boolean quiet(Duration time) {
            return !waits() && time.minus(heard).compareTo(patience.dividedBy(4)) >= 0;
        }

        @Override
        public Duration patience() {
            return patience;
        }

        @Override
        public boolean witness(Runnable seen) {
            witnesses++;
            return publish(TOPICS.state(), new byte[300], 1, true, seen);
        }

        @Override
        public void takesBatches(boolean takes) {
            takesBatches = takes;
        }

        @Override
        public boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
            long size = payload.length + topic.length() + 6L;
            free = (free.compareTo(now) > 0 ? free : now).plusNanos(size * 1_000_000_000 / bytesPerSecond);
            if (qos == 1 && !waits()) {
                heard = now;
            }
            long place = qos == 1 ? ++published : 0;
            boolean batch = topic.equals(TOPICS.evidence());
            evidence += batch ? 1 : 0;
            mostInFlight = Math.max(mostInFlight, evidence);
            at(free, () -> bytesSent += size);
            Duration since = now;
            if (qos == 0) {
                at(free, delivered);
            }
            Runnable acknowledge = () -> {
                if (line == this && !hangs) {
                    acknowledged = Math.max(acknowledged, place);
                    evidence -= batch ? 1 : 0;
                    heard = now;
                    delivered.run();
                }
            };
            at(free.plus(roundTrip.dividedBy(2)), () -> {
                if (line != this || hangs) {
                    return;
                }
                if (random.nextDouble() < flaky) {
                    breaks++;
                    end(false);
                } else if (batch) {
                    evidenceArrived(payload, acknowledge);
                } else {
                    if (topic.contains("telemetry")) {
                        liveArrived++;
                        Duration took = now.minus(since);
                        slowestLive = took.compareTo(slowestLive) > 0 ? took : slowestLive;
                    }
                    if (qos == 1) {
                        at(now.plus(roundTrip.dividedBy(2)), acknowledge);
                    }
                }
            });
            return true;
        }

        private void evidenceArrived(byte[] payload, Runnable acknowledge) {
            BatchId id = identify(payload);
            if (closesOver.test(id)) {
                closes++;
                closedOver.merge(id, 1, Integer::sum);
                end(true);
                return;
            }
            if (swallows.test(id)) {
                return;
            }
            if (hangsOver.test(id)) {
                hangs = true;
                return;
            }
            StoredBatch stored = log.batch(id.lane(), id.seq());
            assertArrayEquals(stored.bytes(), payload, "exactly what was stored");
            arrived.merge(id, 1, Integer::sum);
            at(now.plus(roundTrip.dividedBy(2)), acknowledge);
            if (!neverReceipts.test(id)) {
                at(now.plus(roundTrip), () -> {
                    log.receipt(id);
                    Drain current = drain;
                    if (current != null) {
                        current.receiptArrived(now);
                    }
                });
            }
        }
    }

    private static BatchId identify(byte[] payload) {
        try {
            return EvidenceBatch.decode(payload).id();
        } catch (FormatException e) {
            throw new AssertionError("what arrives is a batch", e);
        }
    }

    void receipt(Lane lane, long seq) {
        log.receipt(log.id(lane, seq));
        if (drain != null) {
            drain.receiptArrived(now);
        }
    }

    /** @return how often a batch arrived that had arrived before */
    int repeats() {
        return arrived.values().stream().mapToInt(times -> times - 1).sum();
    }

    long waiting() {
        return log.backlog().batches();
    }

    List<Long> arrivedSeqs(Lane lane) {
        List<Long> seqs = new ArrayList<>();
        arrived.keySet().stream().filter(id -> id.lane() == lane).forEach(id -> seqs.add(id.seq()));
        return seqs;
    }
}
