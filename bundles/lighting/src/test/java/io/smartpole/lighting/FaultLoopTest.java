package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.smartpole.core.light.Lamp;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.LightSettings;
import io.smartpole.lighting.settings.TestSettings;
import io.smartpole.lighting.sun.SunTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 1, tried with whatever goes wrong: a clock that is wrong, jumps, or is missing; services that come, go and throw;
 * bad configurations; a damaged file; requests for darkness; a restart at any minute. The lamp is never below the safety
 * floor while it is not proven day. Whether it is day is told by the independent table, not by our own sun.
 */
class FaultLoopTest {

    private static final long[] SEEDS = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};
    private static final int STEPS = 400;
    private static final Duration TABLE_TOLERANCE = Duration.ofSeconds(60);

    private static final List<String> PROGRAMS = List.of(
            "",
            Scenes.CITY_PROGRAM,
            Scenes.programs("fixedTimeControls: [{startTime: \"12:00\", level: 0}]"),
            Scenes.programs("fixedTimeControls: [{startTime: \"20:00\", level: 0}, {startTime: \"05:00\", level: 30}]"),
            "nonsense");
    private static final List<Double> FLOORS = List.of(50.0, 1.0, 99.5, 0.0, -5.0, Double.NaN);
    private static final List<String> REDUCED_CLASSES = List.of("P5", "P5", "P5", "", "M5", "P2");

    @TempDir
    Path folder;

    /** Every dawn (true) and dusk (false) of the table, with the tolerance on the side of night. */
    private final TreeMap<Instant, Boolean> sky = new TreeMap<>();

    private Random random = new Random(0);
    private FakeTime time = new FakeTime("2026-01-01T12:00:00Z");
    private Instant truth = time.now().instant();
    private boolean clockThrows;
    private LightLevel allowedFloor = LightLevel.FULL;
    private @Nullable LightLevel lampLevel;
    private Surroundings surroundings = new Surroundings(Path.of("unused"), new LampSensors());
    private LampLoop loop = new LampLoop(surroundings, new LampReporter());

    @BeforeEach
    void readTable() throws IOException {
        for (String[] day : SunTest.table()) {
            sky.put(Instant.parse(day[0] + "T" + day[1] + "Z").minus(TABLE_TOLERANCE), true);
            sky.put(Instant.parse(day[0] + "T" + day[4] + "Z").plus(TABLE_TOLERANCE), false);
        }
    }

    @Test
    void theLampIsNeverBelowTheFloorWhileItIsNotProvenDay() throws IOException {
        int dimmed = 0;
        int dark = 0;
        for (long seed : SEEDS) {
            random = new Random(seed);
            time = new FakeTime("2026-01-01T12:00:00Z");
            truth = time.now().instant().plus(Duration.ofHours(random.nextInt(500 * 24)));
            time.jump(truth);
            clockThrows = false;
            surroundings.time = null;
            start();
            for (int step = 0; step < STEPS; step++) {
                String what = happen();
                loop.cycle();
                check("seed %d, step %d, %s, after: %s".formatted(seed, step, truth, what));
                LightLevel level = lampLevel;
                if (level != null && !provenDay()) {
                    dimmed += level.compareTo(LightLevel.FULL) < 0 ? 1 : 0;
                } else if (LightLevel.OFF.equals(level)) {
                    dark++;
                }
            }
        }
        // Full light at all times would pass the test as well: it must also have been asked to be dark, and dimmed.
        assertTrue(dimmed > SEEDS.length * 10, "dimmed at night in " + dimmed + " steps");
        assertTrue(dark > SEEDS.length * 10, "off by day in " + dark + " steps");
    }

    private String happen() throws IOException {
        Duration passed = Duration.ofSeconds(random.nextInt(2 * 3600));
        truth = truth.plus(passed);
        time.pass(passed);
        switch (random.nextInt(16)) {
            case 0 -> {
                time.trust(false);
                time.jump(Instant.ofEpochSecond(random.nextInt()));
                return "the clock is wrong and jumps";
            }
            case 1, 2, 3 -> {
                time.jump(truth);
                time.trust(true);
                return "the clock is right again";
            }
            case 4 -> {
                clockThrows = random.nextBoolean();
                surroundings.time = random.nextBoolean() ? null : clock();
                return "the clock is missing or throws";
            }
            case 5 -> {
                surroundings.time = clock();
                clockThrows = false;
                return "the clock is back";
            }
            case 6 -> {
                surroundings.pole = anyPole();
                return "the pole is another, missing, or throws";
            }
            case 7 -> {
                surroundings.pole = Scenes.poleAt(Scenes.RHINE);
                return "the pole is back";
            }
            case 8 -> {
                surroundings.settings = random.nextBoolean() ? null : TestSettings.of(anyConfig());
                return "other settings";
            }
            case 9 -> {
                LightSettings settings = surroundings.settings;
                if (settings != null) {
                    TestSettings.change(settings, anyConfig());
                }
                return "changed settings";
            }
            case 10, 11 -> {
                return "request " + anyRequest();
            }
            case 12 -> {
                loop.lamp = anyLamp();
                return "another lamp";
            }
            case 13 -> {
                if (random.nextInt(4) == 0) {
                    Files.writeString(folder.resolve("override"), "level=0\nfrom=" + random.nextInt());
                }
                time.restart();
                start();
                return "restart";
            }
            default -> {
                return "nothing";
            }
        }
    }

    private void start() {
        TimeSource known = surroundings.time;
        surroundings = new Surroundings(folder, new LampSensors());
        loop = new LampLoop(surroundings, new LampReporter());
        surroundings.time = known == null ? clock() : known;
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        surroundings.settings = TestSettings.of(anyConfig());
        loop.lamp = level -> lampLevel = level;
        surroundings.openRequests();
    }

    private TimeSource clock() {
        FakeTime source = time;
        return new TimeSource() {
            @Override
            public BootId boot() {
                return source.boot();
            }

            @Override
            public Moment now() {
                if (clockThrows) {
                    throw new IllegalStateException("the clock is broken");
                }
                return source.now();
            }
        };
    }

    private @Nullable Pole anyPole() {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> Scenes.poleAt(null);
            default ->
                () -> {
                    throw new IllegalStateException("no identity");
                };
        };
    }

    private LightSettings.Config anyConfig() {
        Map<String, Object> values = new HashMap<>(Scenes.CITY_VALUES);
        double floor = any(FLOORS);
        String reduced = any(REDUCED_CLASSES);
        values.put("programs", any(PROGRAMS));
        values.put("default_level", random.nextInt(120) - 10.0);
        values.put("commissioned_floor", floor);
        values.put("commissioned_reduced$_$class", reduced);
        allowedFloor = floor >= 1 && reduced.equals("P5") ? LightLevel.percent(floor) : LightLevel.FULL;
        return Scenes.config(values);
    }

    private LightRequest anyRequest() {
        LightRequest request = random.nextInt(4) == 0
                ? new Resume()
                : new SetLevel(
                        LightLevel.percent(random.nextInt(3) * 50), Duration.ofMinutes(random.nextInt(26 * 60) - 30));
        surroundings
                .requests()
                .request(request, surroundings.time == null || clockThrows ? null : time.world(), () -> {});
        return request;
    }

    private @Nullable Lamp anyLamp() {
        lampLevel = null;
        return random.nextInt(4) == 0
                ? null
                : level -> {
                    lampLevel = null;
                    if (random.nextInt(10) == 0) {
                        throw new IllegalStateException("bus");
                    }
                    lampLevel = level;
                };
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void check(String situation) {
        LightLevel level = lampLevel;
        if (level == null) { // no lamp, or it failed: the driver's own default holds
            return;
        }
        LightLevel floor = surroundings.settings == null ? LightLevel.FULL : allowedFloor;
        if (!provenDay() && level.compareTo(floor) < 0) {
            fail("%s below the floor of %s: %s; %s".formatted(level, floor, situation, loop.latest()));
        }
    }

    /** As whoever knows all faults would judge: the clock is there and right, the place is known, and the sun is up. */
    private boolean provenDay() {
        Pole pole = surroundings.pole;
        if (surroundings.time == null || clockThrows || !time.now().trusted() || pole == null) {
            return false;
        }
        try {
            if (pole.identity().place() == null) {
                return false;
            }
        } catch (IllegalStateException e) {
            return false;
        }
        Map.Entry<Instant, Boolean> last = sky.floorEntry(truth);
        return last != null && last.getValue();
    }
}
