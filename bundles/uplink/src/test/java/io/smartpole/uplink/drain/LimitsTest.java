package io.smartpole.uplink.drain;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow lines and byte limits, in a world with virtual time. */
class LimitsTest {

    private static final int BATCH = 8 << 10;
    private static final long MIB = 1 << 20;

    @TempDir
    Path temp;

    @Test
    void onALineOfOneKibPerSecondAcknowledgementsKeepComing() {
        World world = new World(temp, 1);
        world.bytesPerSecond = 1024;
        world.log.commit(MEASUREMENT, 100, BATCH);
        assertTrue(world.runUntil(() -> world.waiting() == 0));
        assertEquals(0, world.silences);
        assertEquals(1, world.mostInFlight);
        assertEquals(100, world.arrived.size());
        assertTrue(world.arrived.values().stream().allMatch(times -> times == 1), "none is sent twice");
        assertTrue(world.slowestLive.compareTo(Duration.ofSeconds(10)) < 0, () -> "live took " + world.slowestLive);
    }

    @Test
    void whileABacklogDrainsLiveDataStaysLive() {
        World world = new World(temp, 1);
        world.bytesPerSecond = 500_000;
        world.telemetryEvery = Duration.ofSeconds(1);
        world.log.commit(MEASUREMENT, 2000, BATCH);
        assertTrue(world.runUntil(() -> world.waiting() == 0));
        assertTrue(world.liveArrived > 30, () -> world.liveArrived + " live");
        assertTrue(
                world.slowestLive.compareTo(Window.LIVE.plus(world.roundTrip)) < 0,
                () -> "live took " + world.slowestLive);
        assertTrue(world.now.compareTo(Duration.ofSeconds(45)) < 0, () -> "16 MiB took " + world.now);
    }

    @Test
    void anAlarmPassesABacklog() {
        World world = new World(temp, 1);
        world.bytesPerSecond = 50_000;
        world.log.commit(MEASUREMENT, 1000, BATCH);
        world.run(Duration.ofSeconds(20));
        world.log.commit(ALARM, 1);
        Duration since = world.now;
        assertTrue(world.runUntil(() -> !world.arrivedSeqs(ALARM).isEmpty()));
        assertTrue(world.now.minus(since).compareTo(Duration.ofSeconds(1)) < 0);
        assertTrue(world.waiting() > 500);
    }

    @Test
    void theLimitPerSecondIsKept() {
        World world = new World(temp, 1);
        world.budget.limit(16, 0);
        world.log.commit(MEASUREMENT, 200, BATCH);
        world.run(Duration.ofSeconds(60));
        long most = 61 * (16L << 10) + 2 * BATCH;
        assertTrue(world.bytesSent <= most, () -> world.bytesSent + " bytes");
        assertTrue(world.bytesSent >= most * 8 / 10, () -> world.bytesSent + " bytes");
        assertEquals(0, world.silences);
    }

    @Test
    void whereTheDayIsShortLiveDataIsThinnedAndEvidenceGoesOn() {
        World world = new World(temp, 1);
        world.budget.limit(0, 5);
        world.telemetryEvery = Duration.ofSeconds(2);
        world.log.commit(MEASUREMENT, 5000, BATCH);
        world.run(Duration.ofHours(12));
        long live = world.liveArrived;
        int evidence = world.arrived.size();
        world.run(Duration.ofHours(12));
        assertTrue(world.liveArrived - live > 2000, () -> "live " + (world.liveArrived - live));
        assertTrue(world.arrived.size() - evidence > 150, () -> "batches " + (world.arrived.size() - evidence));
        assertTrue(world.budget.heldBack().orElseThrow().contains("live data is left out"));
        assertTrue(world.bytesSent <= 5 * MIB, () -> world.bytesSent + " bytes");
    }

    @Test
    void theLimitOfADayIsKeptAndAlarmsPass() {
        World world = new World(temp, 1);
        world.budget.limit(0, 8);
        world.log.commit(MEASUREMENT, 5000, BATCH);
        world.run(Duration.ofHours(2));
        assertTrue(world.budget.heldBack().orElseThrow().contains("limit.day"));

        List<Long> hourly = new ArrayList<>();
        for (int hour = 0; hour < 48; hour++) {
            long before = world.bytesSent;
            world.log.commit(ALARM, 1);
            BatchId alarm = world.log.id(ALARM, hour + 1);
            world.run(Duration.ofSeconds(1));
            assertTrue(world.arrived.containsKey(alarm), "alarm of hour " + hour);
            world.run(Duration.ofHours(1).minusSeconds(1));
            hourly.add(world.bytesSent - before);
        }
        assertTrue(world.liveArrived > 50 * 360 * 99 / 100, () -> "no live data is left out: " + world.liveArrived);
        for (int first = 0; first + 24 <= hourly.size(); first++) {
            long day = hourly.subList(first, first + 24).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertTrue(day <= 8 * MIB + BATCH, "24 h from " + first + ": " + day);
            assertTrue(day >= 5 * MIB, "24 h from " + first + ": " + day);
        }
        assertTrue(world.waiting() > 1000, "there was enough to send");
        assertEquals(0, world.closes + world.breaks + world.silences);
    }
}
