package io.smartpole.health;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when the test says so. */
public final class FakeTime implements TimeSource {

    public static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private static final BootId BOOT = new BootId("00112233445566778899aabbccddeeff");

    private Moment now = new Moment(START, true, Duration.ofMinutes(1));

    @Override
    public BootId boot() {
        return BOOT;
    }

    @Override
    public Moment now() {
        return now;
    }

    public void pass(Duration duration) {
        now = new Moment(
                now.instant().plus(duration), now.trusted(), now.sinceBoot().plus(duration));
    }

    /** The start is long enough ago. */
    public void settle() {
        now = new Moment(now.instant(), now.trusted(), NoteDesk.SETTLING);
    }

    public void unset() {
        now = new Moment(Instant.EPOCH, false, now.sinceBoot());
    }

    public void set(Instant instant) {
        now = new Moment(instant, true, now.sinceBoot());
    }
}
