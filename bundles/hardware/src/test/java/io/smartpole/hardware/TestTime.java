package io.smartpole.hardware;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so; the world's may pass faster. */
public final class TestTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-06-21T12:00:00Z");

    private final int worldSpeed;
    private volatile Duration real = Duration.ZERO;

    public TestTime() {
        this(1);
    }

    public TestTime(int worldSpeed) {
        this.worldSpeed = worldSpeed;
    }

    public void pass(Duration duration) {
        real = real.plus(duration);
    }

    @Override
    public BootId boot() {
        return BootId.of(new byte[16]);
    }

    @Override
    public Moment now() {
        return at(real);
    }

    @Override
    public Moment world() {
        return at(real.multipliedBy(worldSpeed));
    }

    private static Moment at(Duration sinceBoot) {
        return new Moment(START.plus(sinceBoot), true, sinceBoot);
    }
}
