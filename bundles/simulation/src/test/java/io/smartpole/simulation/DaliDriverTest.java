package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.pole.Place;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Value;
import io.smartpole.hardware.dali.DaliLevel;
import io.smartpole.hardware.dali.DaliLine;
import io.smartpole.hardware.dali.Gear;
import io.smartpole.hardware.dali.GearWatch;
import io.smartpole.hardware.sampling.ReadingHub;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The project's own DALI driver on the simulated interface and gear, over the serial line. */
class DaliDriverTest {

    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));
    private static final Dali WIRING = new Dali("/dev/serial0", 5, LightLevel.percent(80), null);
    private static final LampWiring LAMP = new LampWiring(WIRING, new LampType(42, 3000), "full");
    private static final HardwareProfile PROFILE =
            new HardwareProfile("test", "For tests", "raspberry-pi-4", Supply.PERMANENT, List.of(), List.of(), LAMP);

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-15T20:30:00Z"));
    private final SimulatedPole pole = new SimulatedPole(PROFILE, time, () -> DORMAGEN, Settings.DEFAULT);
    private final Context board = pole.connect();
    private final Gear gear = new Gear(new DaliLine(board, WIRING.device(), time, time::pass), WIRING.shortAddress());
    private final ReadingHub hub = new ReadingHub();
    private final GearWatch watch = new GearWatch(gear, WIRING, true, time, hub);
    private final Map<String, Value> readings = new HashMap<>();

    @BeforeEach
    void listen() {
        hub.addListener(reading -> readings.put(reading.series().name(), reading.value()));
    }

    @AfterEach
    void shutdown() {
        board.shutdown();
    }

    @Test
    void levelsArriveAndAreToldBackTogetherWithTheFiguresOfTheGear() {
        gear.level(DaliLevel.of(LightLevel.percent(50)));
        time.pass(Duration.ofHours(1));
        look();
        assertNull(watch.trouble());
        assertEquals(Value.of(true), readings.get("gear/answers"));
        assertEquals(Value.of(false), readings.get("gear/lampFailure"));
        assertEquals(0.505, number("gear/level"), 0.01);
        assertEquals(21, number("lamp/power"), 1.5);
        assertEquals(21, number("lamp/meteredEnergy"), 1.5);
        assertEquals(231, number("lamp/voltage"), 6);
        assertEquals(0.91, number("lamp/powerFactor"), 0.02);
        assertEquals(1, number("gear/operatingTime"), 0.02);
        assertEquals(1, number("gear/lightSourceOnTime"), 0.02);
        assertEquals(1, number("gear/starts"));
        assertTrue(number("gear/temperature") > 0);
    }

    @Test
    void commissioningProgramsTheGearSoThatItStartsAsTheProfileSays() {
        look();
        faults("mains:off");
        faults();
        time.pass(Duration.ofSeconds(1));
        pole.follow();
        time.pass(Duration.ofSeconds(20));
        look();
        assertEquals(0.8, number("gear/level"), 0.02);
        assertEquals(2, number("gear/starts"));
    }

    @Test
    void aGearThatHasBeenWithoutPowerIsToldItsLevelAgain() {
        gear.level(DaliLevel.of(LightLevel.percent(30)));
        look();
        faults("mains:off");
        look();
        assertEquals(Value.of(false), readings.get("gear/answers"));
        faults();
        time.pass(Duration.ofSeconds(1));
        look();
        assertEquals(Value.of(true), readings.get("gear/answers"));
        assertEquals(0.3, number("gear/level"), 0.01);
    }

    @Test
    void aGearThatIsSilentUnreadableOrNotAloneIsReportedAndIsWellAgainAfterwards() {
        for (String fault : List.of("gear:silent", "gear:garbled", "gear:twin")) {
            look();
            assertEquals(Value.of(true), readings.get("gear/answers"), "before " + fault);
            faults(fault);
            look();
            assertEquals(Value.of(false), readings.get("gear/answers"), fault);
            HealthResult trouble = Objects.requireNonNull(watch.trouble(), fault);
            boolean several = trouble.message().contains("several");
            assertEquals(!fault.equals("gear:silent"), several, trouble.message());
            faults();
        }
        look();
        assertNull(watch.trouble());
    }

    @Test
    void anOpenLampIsReportedAsLampFailure() {
        gear.level(DaliLevel.HIGHEST);
        faults("lamp:open");
        look();
        assertEquals(Value.of(true), readings.get("gear/lampFailure"));
        faults();
        look();
        assertEquals(Value.of(false), readings.get("gear/lampFailure"));
    }

    /** Looks until every schedule of the watch has come round. */
    private void look() {
        for (int second = 0; second < 70; second++) {
            time.pass(Duration.ofSeconds(1));
            pole.follow();
            watch.tick();
        }
    }

    private void faults(String... words) {
        pole.apply(new Settings(1, 1, Faults.parse(Arrays.asList(words))));
    }

    private double number(String reading) {
        return ((Value.Numeric) Objects.requireNonNull(readings.get(reading), reading)).number();
    }
}
