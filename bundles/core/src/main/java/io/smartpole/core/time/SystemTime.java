package io.smartpole.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The computer's clocks. This is the one place in the project that reads them; a test enforces it. */
public final class SystemTime implements TimeSource {

    private final BootId boot = BootId.random();
    private final long startNanos = System.nanoTime();
    private final BooleanSupplier trusted;

    /** @param trusted tells whether the calendar clock can be trusted now; asked at every look, so it must be quick */
    public SystemTime(BooleanSupplier trusted) {
        this.trusted = trusted;
    }

    @Override
    public BootId boot() {
        return boot;
    }

    @Override
    public Moment now() {
        return new Moment(
                Instant.now(), trusted.getAsBoolean(), Duration.ofNanos(Math.max(0, System.nanoTime() - startNanos)));
    }
}
