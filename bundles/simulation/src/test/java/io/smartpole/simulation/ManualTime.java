package io.smartpole.simulation;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when the test says so; the world starts at a moment of the test's choice. */
final class ManualTime implements TimeSource {

    private final BootId boot = new BootId("0".repeat(32));
    private volatile Moment now;
    private volatile Moment world;

    ManualTime(Instant world) {
        this.now = new Moment(Instant.parse("2026-11-01T12:00:00Z"), true, Duration.ofSeconds(10));
        this.world = new Moment(world, true, Duration.ofSeconds(10));
    }

    @Override
    public BootId boot() {
        return boot;
    }

    @Override
    public Moment now() {
        return now;
    }

    @Override
    public Moment world() {
        return world;
    }

    void pass(Duration passed) {
        now = later(now, passed);
        world = later(world, passed);
    }

    void passInTheWorld(Duration passed) {
        world = later(world, passed);
    }

    private static Moment later(Moment moment, Duration passed) {
        return new Moment(
                moment.instant().plus(passed), true, moment.sinceBoot().plus(passed));
    }
}
