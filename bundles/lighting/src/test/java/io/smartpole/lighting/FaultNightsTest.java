package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Approach;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.EndEmergency;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole days from noon to noon, minute by minute, each with its own combination of faults: the clock, the photocell, the
 * configuration, restarts, and people who want different things. The lamp is never below the safety floor between civil
 * dusk and dawn, of which a second opinion about the sun judges.
 *
 * <p>What is not tried, because nobody could know: a clock that is wrong and vouched for from the start, and a photocell that shows a
 * plausible, moving daylight at night while there is no clock. That the uplink is gone changes nothing here: no input of
 * the light comes from it but requests and neighbours, and both are among the faults.
 */
class FaultNightsTest {

    private static final int SAMPLE = 200;
    private static final int ALL = 10_000;
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Duration SUN_TOLERANCE = Duration.ofSeconds(60);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Series ILLUMINANCE = new Series("bh1750", "illuminance", Unit.LUX);

    private enum ClockFault {
        NONE,
        LOST,
        LOST_AT_BOOT,
        JUMPS,
        JUMPS_AND_RETURNS
    }

    private enum CellFault {
        NONE,
        MISSING,
        SILENT,
        FROZEN,
        DARK,
        BRIGHT
    }

    private enum ConfigurationFault {
        NONE,
        MISSING,
        DARK_PROGRAM,
        NONSENSE,
        NO_RECORD,
        CHANGES
    }

    private static final List<String> DARK_PROGRAMS = List.of(
            Scenes.programs("fixedTimeControls: [{startTime: \"12:00\", level: 0}]"),
            Scenes.programs("fixedTimeControls: [{startTime: \"20:00\", level: 0}, {startTime: \"05:00\", level: 20}]"),
            """
            calendar: {defaultProgram: never}
            programs:
              - id: never
                activePeriods: [{name: AbsoluteActivePeriod, startTime: "03:00", endTime: "03:01"}]
                fixedTimeControls: [{startTime: "12:00", level: 1}]
            """);

    @TempDir
    Path folder;

    private Random random = new Random(0);
    private ClockFault clockFault = ClockFault.NONE;
    private CellFault cellFault = CellFault.NONE;
    private ConfigurationFault configurationFault = ConfigurationFault.NONE;
    private boolean conflictingRequests;
    private int restarts;

    private FakeTime time = new FakeTime("2027-01-01T12:00:00Z");
    private Instant truth = time.now().instant();
    private LightLevel lamp = LightLevel.FULL;
    private LightLevel allowedFloor = LightLevel.FULL;
    private LampSensors sensors = new LampSensors();
    private Surroundings surroundings = new Surroundings(Path.of("unused"), sensors);
    private LampLoop loop = new LampLoop(surroundings, new LampReporter());
    private int dimmedMinutes;
    private int darkMinutes;

    @Test
    void noCombinationOfFaultsDarkensANight() {
        int combinations = Boolean.getBoolean("smartpole.full") ? ALL : SAMPLE;
        Map<ClockFault, Integer> tried = new EnumMap<>(ClockFault.class);
        for (int seed = 0; seed < combinations; seed++) {
            random = new Random(seed);
            clockFault = any(ClockFault.values());
            cellFault = any(CellFault.values());
            configurationFault = any(ConfigurationFault.values());
            conflictingRequests = random.nextBoolean();
            restarts = random.nextInt(4);
            tried.merge(clockFault, 1, Integer::sum);
            dayAndNight(seed);
        }
        assertTrue(tried.size() == ClockFault.values().length, tried::toString);
        // Full light at all times would pass as well: it must also have been dimmed at night, and off by day.
        assertTrue(dimmedMinutes > combinations * 60, "dimmed in " + dimmedMinutes + " minutes of the nights");
        assertTrue(darkMinutes > combinations * 60, "off in " + darkMinutes + " minutes of the days");
    }

    private void dayAndNight(int seed) {
        LocalDate date = LocalDate.of(2027, 1, 1).plusDays(random.nextInt(364));
        Instant from = date.atTime(12, 0).atZone(BERLIN).toInstant();
        Instant to = date.plusDays(1).atTime(12, 0).atZone(BERLIN).toInstant();
        Instant dusk = Noaa.set(96, Scenes.RHINE, date).plus(SUN_TOLERANCE);
        Instant dawn = Noaa.rise(96, Scenes.RHINE, date.plusDays(1)).minus(SUN_TOLERANCE);
        Plan plan = new Plan(random, from, to);
        truth = from;
        time = new FakeTime(from.toString());
        double shown = 0;
        start(seed);
        while (truth.isBefore(to)) {
            String happened = happen(plan, seed);
            shown = measure(plan, shown);
            loop.cycle();
            boolean night = truth.isAfter(dusk) && truth.isBefore(dawn);
            if (night && lamp.compareTo(allowedFloor) < 0) {
                fail("seed %d: %s at %s, floor %s, faults %s %s %s, conflicts %s, after %s: %s"
                        .formatted(
                                seed,
                                lamp,
                                truth,
                                allowedFloor,
                                clockFault,
                                cellFault,
                                configurationFault,
                                conflictingRequests,
                                happened,
                                loop.latest()));
            }
            dimmedMinutes += night && lamp.compareTo(LightLevel.FULL) < 0 ? 1 : 0;
            darkMinutes += !night && lamp.equals(LightLevel.OFF) ? 1 : 0;
            truth = truth.plus(STEP);
            time.pass(STEP);
        }
    }

    /** When what happens, in this combination. */
    private static final class Plan {
        private final Instant clock;
        private final Instant clockDistrusted;
        private final Instant clockBack;
        private final Duration jump;
        private final Instant cell;

        Plan(Random random, Instant from, Instant to) {
            int minutes = (int) Duration.between(from, to).toMinutes();
            // After the first look: what is wrong from the start is no jump.
            clock = from.plus(Duration.ofMinutes(1 + random.nextInt(minutes - 1)));
            // Whoever vouches for the clock may find out late, or never in this night.
            clockDistrusted = clock.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
            clockBack = clock.plus(Duration.ofMinutes(10 + random.nextInt(minutes)));
            // Up to five minutes are no jump, and shift dusk and dawn by as much.
            jump = Duration.ofMinutes((6L + random.nextInt(24 * 60)) * (random.nextBoolean() ? 1 : -1));
            cell = from.plus(Duration.ofMinutes(random.nextInt(minutes)));
        }
    }

    private String happen(Plan plan, int seed) {
        StringBuilder happened = new StringBuilder("nothing");
        switch (clockFault) {
            case NONE -> {}
            case LOST -> {
                if (truth.equals(plan.clock)) {
                    time.trust(false);
                    time.jump(Instant.EPOCH.plus(plan.jump.abs()));
                }
            }
            case LOST_AT_BOOT -> {
                if (truth.equals(plan.clockBack)) {
                    time.jump(truth);
                    time.trust(true);
                }
            }
            case JUMPS, JUMPS_AND_RETURNS -> {
                if (truth.equals(plan.clock)) {
                    time.jump(truth.plus(plan.jump));
                }
                if (truth.equals(plan.clockDistrusted)) {
                    time.trust(false);
                }
                if (clockFault == ClockFault.JUMPS_AND_RETURNS && truth.equals(plan.clockBack)) {
                    time.jump(truth);
                    time.trust(true);
                }
            }
        }
        if (restarts > 0 && random.nextInt(300) == 0 && !undiscovered(plan)) {
            restarts--;
            time.restart();
            start(seed);
            happened.append(", restart");
        }
        if (configurationFault == ConfigurationFault.CHANGES && random.nextInt(120) == 0) {
            configure();
            happened.append(", configuration");
        }
        if (conflictingRequests && random.nextInt(60) == 0) {
            LightRequest request = anyRequest();
            surroundings.requests().request(request, surroundings.world(), () -> {});
            happened.append(", ").append(request);
        }
        return happened.toString();
    }

    /** A clock that starts wrong and vouched for is one that nobody could know of. */
    private boolean undiscovered(Plan plan) {
        boolean jumps = clockFault == ClockFault.JUMPS || clockFault == ClockFault.JUMPS_AND_RETURNS;
        boolean back = clockFault == ClockFault.JUMPS_AND_RETURNS && !truth.isBefore(plan.clockBack);
        return jumps && !truth.isBefore(plan.clock) && truth.isBefore(plan.clockDistrusted) && !back;
    }

    private void start(int seed) {
        boolean first =
                truth.equals(time.now().instant()) && time.now().sinceBoot().equals(Duration.ofHours(1));
        if (first && clockFault == ClockFault.LOST_AT_BOOT) {
            time.trust(false);
            time.jump(Instant.EPOCH);
        }
        sensors = new LampSensors();
        surroundings = new Surroundings(folder.resolve(Integer.toString(seed)), sensors);
        surroundings.time = time;
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        loop = new LampLoop(surroundings, new LampReporter());
        loop.lamp = output -> lamp = output;
        surroundings.openRequests();
        configure();
    }

    private void configure() {
        Map<String, Object> values = new HashMap<>(Scenes.CITY_VALUES);
        ConfigurationFault fault = configurationFault == ConfigurationFault.CHANGES
                ? any(ConfigurationFault.values())
                : configurationFault;
        boolean record = true;
        switch (fault) {
            case NONE, CHANGES -> {}
            case MISSING -> record = false;
            case DARK_PROGRAM -> values.put("programs", DARK_PROGRAMS.get(random.nextInt(DARK_PROGRAMS.size())));
            case NONSENSE -> {
                values.put("programs", "programs: [");
                values.put("default_level", -3.0);
                values.put("photocell_window", 7_000);
            }
            case NO_RECORD -> {
                values.put("commissioned_approver", "");
                record = false;
            }
        }
        surroundings.settings = fault == ConfigurationFault.MISSING ? null : TestSettings.of(Scenes.config(values));
        allowedFloor = record ? LightLevel.percent(50) : LightLevel.FULL;
    }

    private double measure(Plan plan, double shown) {
        boolean broken = !truth.isBefore(plan.cell);
        double lux = daylight() * (0.95 + random.nextDouble() * 0.1);
        double value = switch (cellFault) {
            case NONE -> lux;
            case MISSING -> Double.NaN;
            case SILENT -> broken ? Double.NaN : lux;
            case FROZEN -> broken ? shown : lux;
            case DARK -> broken ? 0 : lux;
            // Plausible and moving; with a clock that is known to be wrong it could not be told from a day.
            case BRIGHT -> broken && clockFault == ClockFault.NONE ? 300 + random.nextInt(300) : lux;
        };
        if (!Double.isNaN(value)) {
            Moment now = time.now();
            sensors.onReading(ILLUMINANCE.reading(Value.of(value), now));
        }
        return value;
    }

    /** Illuminance outdoors under a clear sky, in lx, in straight lines of its logarithm over the sun's height. */
    private double daylight() {
        double[][] clearSky = {{-18, 0.001}, {-12, 0.01}, {-6, 3.4}, {-4, 35}, {0, 400}, {5, 4_000}, {60, 100_000}};
        double height = Noaa.elevation(Scenes.RHINE, truth);
        for (int i = 1; i < clearSky.length; i++) {
            if (height < clearSky[i][0]) {
                double way = Math.max(0, (height - clearSky[i - 1][0]) / (clearSky[i][0] - clearSky[i - 1][0]));
                return clearSky[i - 1][1] * Math.pow(clearSky[i][1] / clearSky[i - 1][1], way);
            }
        }
        return 100_000;
    }

    private LightRequest anyRequest() {
        Duration length = Duration.ofMinutes(1 + random.nextInt(24 * 60));
        return switch (random.nextInt(6)) {
            case 0 -> new Resume();
            case 1 -> new Emergency(length);
            case 2 -> new EndEmergency();
            case 3 -> new Approach(Duration.ofSeconds(60));
            default -> new SetLevel(LightLevel.percent(random.nextInt(5) * 25), length);
        };
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
