package io.smartpole.lighting;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that does what a test says. Real time and the world's time are the same. */
public class FakeTime implements TimeSource {

    private final BootId boot = BootId.of(new byte[16]);
    private Moment now;

    public FakeTime(String instant) {
        now = new Moment(Instant.parse(instant), true, Duration.ofHours(1));
    }

    /** Both clocks run. */
    public void pass(Duration time) {
        now = new Moment(
                now.instant().plus(time), now.trusted(), now.sinceBoot().plus(time));
    }

    /** Both clocks run, until the calendar says so. */
    public void passUntil(Instant instant) {
        pass(Duration.between(now.instant(), instant));
    }

    /** Only the calendar is stepped. */
    public void jump(Instant instant) {
        now = new Moment(instant, now.trusted(), now.sinceBoot());
    }

    public void trust(boolean trusted) {
        now = new Moment(now.instant(), trusted, now.sinceBoot());
    }

    /** The process starts anew. */
    public void restart() {
        now = new Moment(now.instant(), now.trusted(), Duration.ZERO);
    }

    @Override
    public BootId boot() {
        return boot;
    }

    @Override
    public Moment now() {
        return now;
    }
}
