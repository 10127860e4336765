package io.smartpole.configuration;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when the test says so. */
final class FakeTime implements TimeSource {

    static final Instant START = Instant.parse("2026-11-21T20:00:00Z");

    private static final BootId BOOT = new BootId("00112233445566778899aabbccddeeff");

    private volatile Moment now = new Moment(START, true, Duration.ofMinutes(10));

    @Override
    public BootId boot() {
        return BOOT;
    }

    @Override
    public Moment now() {
        return now;
    }

    void pass(Duration duration) {
        now = new Moment(
                now.instant().plus(duration), now.trusted(), now.sinceBoot().plus(duration));
    }

    void unset() {
        now = new Moment(Instant.EPOCH, false, now.sinceBoot());
    }

    void set(Instant instant) {
        now = new Moment(instant, true, now.sinceBoot());
    }
}
