package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private final FakeTime time = new FakeTime();
    private final List<Reading> heard = new ArrayList<>();
    private final Records records = new Records(time);

    @Test
    void aChangeOfACheckIsAnAlarm() throws Exception {
        records.addListener(heard::add);
        HealthRounds rounds = TestRounds.of(time, Duration.ofSeconds(30), TestRounds.desk(time), records);
        rounds.watch("lamp", "lamp", () -> HealthResult.critical("dark", "drive out"));
        rounds.round();
        rounds.round();
        assertEquals(1, heard.size());
        Reading alarm = heard.get(0);
        assertEquals("health/lamp", alarm.series().name());
        assertEquals(Lane.ALARM, alarm.lane());
        assertEquals(Value.of("CRITICAL: dark"), alarm.value());
        assertEquals(time.world(), alarm.time());
        rounds.stop();
    }

    @Test
    void aListenerThatFailsDoesNotKeepItFromTheOthers() {
        records.addListener(reading -> {
            throw new IllegalStateException("no");
        });
        ReadingListener listener = heard::add;
        records.addListener(listener);
        records.tell(Lane.MEASUREMENT, "selftest", "passed");
        assertEquals(1, heard.size());
        records.removeListener(listener);
        records.tell(Lane.MEASUREMENT, "selftest", "passed");
        assertEquals(1, heard.size());
    }

    @Test
    void aTextThatIsTooLongIsCut() {
        records.addListener(heard::add);
        records.tell(Lane.MEASUREMENT, "selftest", "x".repeat(100_000));
        assertTrue(
                heard.get(0).value() instanceof Value.Text text && text.text().length() == Records.LONGEST);
    }
}
