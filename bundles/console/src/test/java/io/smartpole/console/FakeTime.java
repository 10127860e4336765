package io.smartpole.console;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands until the test moves it; the simulated world is a year ahead of real time. */
final class FakeTime implements TimeSource {

    static final Duration AHEAD = Duration.ofDays(365);

    private Moment now;

    FakeTime(String world) {
        setWorld(world, true);
    }

    void setWorld(String world, boolean trusted) {
        now = new Moment(Instant.parse(world).minus(AHEAD), trusted, Duration.ofSeconds(90));
    }

    @Override
    public BootId boot() {
        return new BootId("00112233445566778899aabbccddeeff");
    }

    @Override
    public Moment now() {
        return now;
    }

    @Override
    public Moment world() {
        return new Moment(now.instant().plus(AHEAD), now.trusted(), now.sinceBoot());
    }
}
