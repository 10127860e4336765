package io.smartpole.evidence;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.ClockSource;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when told to. */
final class FakeTime implements TimeSource {

    private final BootId boot = BootId.random();
    private volatile Moment now = new Moment(Instant.parse("2026-11-01T12:00:00Z"), true, Duration.ofSeconds(5));

    void pass(Duration duration) {
        now = new Moment(
                now.instant().plus(duration), now.trusted(), now.sinceBoot().plus(duration));
    }

    void trust(boolean trusted) {
        now = new Moment(now.instant(), trusted, now.sinceBoot());
    }

    /** Sets the calendar clock. */
    void set(Instant instant) {
        now = new Moment(instant, now.trusted(), now.sinceBoot());
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
    public ClockSource clockSource() {
        return new ClockSource("ntp", Duration.ofMillis(20));
    }
}
