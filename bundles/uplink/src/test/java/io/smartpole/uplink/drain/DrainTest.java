package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final FakeLog log = new FakeLog();
    private final Telemetry telemetry = new Telemetry();
    private long sent;
    private final Budget budget = new Budget(() -> sent);
    private final HandLine line = new HandLine();
    private final List<Consumer<Duration>> posted = new ArrayList<>();
    private boolean puback;
    private Duration now = Duration.ofSeconds(100);
    private final Drain drain = drain(new Forwarding(log, new Suspects(Path.of("no-such-folder"), log)));

    private Drain drain(Forwarding forwarding) {
        return new Drain(line, World.TOPICS, telemetry, budget, forwarding, () -> puback, posted::add);
    }

    @Test
    void liveReadingsGoFirst() {
        log.commit(Lane.ALARM, 1);
        offer(1);
        pump();
        assertEquals(List.of("telemetry/bme280 0", "evidence 1"), line.sent());
        assertArrayEquals(log.batch(Lane.ALARM, 1).bytes(), line.messages.get(1).payload);
    }

    @Test
    void telemetryThatTheLineDoesNotGetRidOfWaits() {
        offer(Drain.TELEMETRY_LIMIT + 2);
        pump();
        assertEquals(Drain.TELEMETRY_LIMIT, line.messages.size());
        line.messages.get(0).delivered.run();
        assertEquals(1, posted.size(), "wakes the drain");
        pump();
        assertEquals(Drain.TELEMETRY_LIMIT + 1, line.messages.size());
    }

    @Test
    void aLineThatTakesNothingLosesOnlyTelemetry() {
        line.takes = false;
        log.commit(Lane.ALARM, 1);
        offer(Drain.TELEMETRY_LIMIT * 2);
        pump();
        line.takes = true;
        pump();
        assertEquals(List.of("evidence 1"), line.sent());
    }

    @Test
    void onAQuietLineOneReadingAsksForAnAcknowledgement() {
        line.quiet = true;
        offer(3);
        pump();
        assertEquals(List.of("telemetry/bme280 1", "telemetry/bme280 0", "telemetry/bme280 0"), line.sent());
    }

    @Test
    void aBatchThatIsLongInFlightGetsOneWitness() {
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        now = now.plus(Flights.WITNESS_AFTER);
        offer(2);
        pump();
        assertEquals(List.of("evidence 1", "telemetry/bme280 1", "telemetry/bme280 0"), line.sent());
    }

    @Test
    void whereNoReadingWaitsTheLineItselfIsTheWitness() {
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        assertEquals(Optional.of(now.plus(Flights.WITNESS_AFTER)), drain.due());
        now = now.plus(Flights.WITNESS_AFTER);
        pump();
        pump();
        assertEquals(1, line.witnesses.size());
        assertEquals(List.of("evidence 1"), line.sent());
        assertEquals(Optional.empty(), drain.due(), "until it is acknowledged");

        line.witnesses.get(0).run();
        tell();
        now = drain.due().orElseThrow();
        assertEquals(Duration.ofSeconds(100).plus(Flights.LEFT_OUT_AFTER), now);
        pump();
        assertEquals(List.of("evidence 1"), line.sent(), "it was left out, and there is no other to try");
        now = drain.due().orElseThrow();
        assertEquals(Duration.ofSeconds(100).plus(Flights.LEFT_OUT_AFTER).plus(Doubts.PROBE_EVERY), now);
        pump();
        assertEquals(List.of("evidence 1", "evidence 1"), line.sent());
    }

    @Test
    void anImpatientLineGetsItsWitnessSooner() {
        line.patience = Duration.ofSeconds(3);
        Drain impatient = drain(new Forwarding(log, new Suspects(Path.of("no-such-folder"), log)));
        log.commit(Lane.MEASUREMENT, 1);
        impatient.pump(moment());
        assertEquals(Optional.of(now.plusSeconds(1)), impatient.due());
        now = now.plusSeconds(1);
        impatient.pump(moment());
        assertEquals(1, line.witnesses.size());
    }

    @Test
    void aWitnessThatTheLineDoesNotTakeIsCalledAgainWithoutHaste() {
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        line.takes = false;
        now = now.plus(Flights.WITNESS_AFTER);
        offer(1);
        pump();
        assertEquals(Optional.empty(), drain.due());
        line.takes = true;
        pump();
        assertEquals(1, line.witnesses.size());
    }

    @Test
    void aReceiptIsNeededUnlessTheBrokerIsEnough() {
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        acknowledge(0);
        assertEquals(1, log.backlog().batches());
        puback = true;
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        acknowledge(1);
        assertEquals(1, log.backlog().batches());
        assertEquals(List.of("evidence 1", "evidence 1"), line.sent());
    }

    @Test
    void overALocalEndpointEvidenceStaysStored() {
        Drain local = new Drain(line, World.TOPICS, telemetry, budget, null, () -> true, posted::add);
        log.commit(Lane.ALARM, 1);
        offer(1);
        local.pump(moment());
        local.receiptArrived(now);
        local.lost(true, now);
        assertEquals(List.of("telemetry/bme280 0"), line.sent());
        assertEquals(Optional.empty(), local.due());
    }

    @Test
    void whereTheLimitIsSpentMeasurementsWaitAndAlarmsDoNot() {
        budget.limit(10, 0);
        pump();
        sent += 30 << 10;
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        assertEquals(List.of(), line.sent());
        assertTrue(budget.heldBack().isPresent());
        assertEquals(Optional.of(now.plusMillis(2001)), drain.due());
        log.commit(Lane.ALARM, 1);
        offer(1);
        pump();
        assertEquals(List.of("telemetry/bme280 0", "evidence 1"), line.sent());
        assertArrayEquals(log.batch(Lane.ALARM, 1).bytes(), line.messages.get(1).payload);
        assertEquals(
                Optional.of(now.plus(Flights.WITNESS_AFTER)),
                drain.due(),
                "unless the acknowledgement wakes it before");
        acknowledge(1);
        now = now.plusMillis(2001);
        pump();
        assertEquals(3, line.messages.size());
        assertEquals(Optional.empty(), budget.heldBack());
    }

    @Test
    void aLostLineIsNotHeldBackByAnyLimit() {
        budget.limit(1, 0);
        sent += 30 << 10;
        log.commit(Lane.MEASUREMENT, 1);
        pump();
        drain.lost(false, now);
        assertEquals(Optional.empty(), budget.heldBack());
    }

    @Test
    void whereItsPartOfTheDayIsSpentTelemetryIsLeftOutAndNotSentLater() {
        budget.limit(0, 8);
        spendAllButLive(0);
        offer(3);
        pump();
        assertEquals(List.of(), line.sent());
        assertTrue(budget.heldBack().orElseThrow().contains("live data is left out"));
        now = now.plusHours(23);
        pump();
        assertEquals(List.of(), line.sent());
        offer(1);
        pump();
        assertEquals(List.of("telemetry/bme280 0"), line.sent());
    }

    @Test
    void telemetryPaysWithTopicAndPayloadIfTheLineTakesIt() {
        budget.limit(0, 8);
        spendAllButLive(300);
        line.takes = false;
        offer(5);
        pump();
        line.takes = true;
        offer(5);
        pump();
        int bytes = line.messages.get(0).topic.length() + line.messages.get(0).payload.length + 10;
        assertEquals((300 + bytes - 1) / bytes, line.messages.size(), "of " + bytes + " bytes each");
    }

    @Test
    void whereTheDayIsSpentTelemetryGoesOn() {
        budget.limit(0, 8);
        pump();
        sent += 8 << 20;
        log.commit(Lane.MEASUREMENT, 1);
        offer(1);
        pump();
        assertEquals(List.of("telemetry/bme280 0"), line.sent());
        assertTrue(budget.heldBack().orElseThrow().startsWith("measurements wait"));
    }

    private void spendAllButLive(int bytes) {
        pump();
        while (budget.allowsLive()) {
            budget.liveSent(1);
        }
        budget.holdNothing();
        budget.liveSent(-bytes);
    }

    private void offer(int readings) {
        telemetry.live(true);
        for (int i = 0; i < readings; i++) {
            telemetry.offer(TelemetryTest.reading(i));
        }
    }

    private void pump() {
        drain.pump(moment());
    }

    private Moment moment() {
        return new Moment(Instant.EPOCH, false, now);
    }

    private void acknowledge(int message) {
        line.messages.get(message).delivered.run();
        tell();
    }

    private void tell() {
        posted.forEach(event -> event.accept(now));
        posted.clear();
    }

    private record Published(String topic, byte[] payload, int qos, Runnable delivered) {}

    /** Keeps what is published until the test does something with it. */
    private static final class HandLine implements Line {

        final List<Published> messages = new ArrayList<>();
        final List<Runnable> witnesses = new ArrayList<>();
        Duration patience = Duration.ofSeconds(15);
        boolean takes = true;
        boolean quiet;

        @Override
        public boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
            if (takes) {
                messages.add(new Published(topic, payload, qos, delivered));
                quiet &= qos == 0;
            }
            return takes;
        }

        @Override
        public boolean quiet(Duration time) {
            return quiet;
        }

        @Override
        public Duration patience() {
            return patience;
        }

        @Override
        public void takesBatches(boolean takes) {
            assertTrue(takes, "in these tests");
        }

        @Override
        public boolean witness(Runnable acknowledged) {
            return takes && witnesses.add(acknowledged);
        }

        List<String> sent() {
            return messages.stream()
                    .map(message -> message.topic.substring("smartpole/v1/dormagen/p-1/".length()) + " " + message.qos)
                    .toList();
        }
    }
}
