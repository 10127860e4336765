package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.command.CommandResult.Outcome;
import io.smartpole.core.keys.Role;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.EndEmergency;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LightCommandsTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime("2026-12-21T21:30:00Z");
    private final List<LightRequest> asked = new ArrayList<>();
    private LightResult answer = new LightResult(LightResult.Outcome.ACCEPTED, "so be it");
    private final Lighting lighting = new Lighting() {
        @Override
        public LightResult request(LightRequest request) {
            asked.add(request);
            return answer;
        }

        @Override
        public LightStatus status() {
            throw new AssertionError("not asked here");
        }

        @Override
        public List<PlanPoint> curve(Instant from, Instant to) {
            throw new AssertionError("not asked here");
        }
    };

    private final List<LightLevel> told = new ArrayList<>();
    private LampLoop loop = new LampLoop(new Surroundings(Path.of("unused"), new LampSensors()), new LampReporter());

    @BeforeEach
    void aLampAtHalfLight() {
        Surroundings surroundings = new Surroundings(folder, new LampSensors());
        loop = new LampLoop(surroundings, new LampReporter());
        surroundings.time = time;
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        surroundings.settings = TestSettings.of(Scenes.cityConfig());
        loop.lamp = told::add;
        loop.cycle();
    }

    @Test
    void allKindsNeedTheRoleLightingAndAreQuick() {
        for (CommandKind kind : commands().kinds()) {
            assertTrue(kind.name().startsWith("light."));
            assertEquals(Role.LIGHTING, kind.role());
            assertEquals(Pace.QUICK, kind.pace());
        }
    }

    @Test
    void whatIsAskedForReachesTheLight() {
        execute("light.override", "percent", 60, "seconds", 600);
        execute("light.override", "percent", 12.5);
        execute("light.resume");
        execute("light.emergency", "seconds", 900);
        execute("light.emergency");
        execute("light.emergency.end");
        assertEquals(
                List.of(
                        new SetLevel(LightLevel.percent(60), Duration.ofMinutes(10)),
                        new SetLevel(LightLevel.percent(12.5), SetLevel.DEFAULT),
                        new Resume(),
                        new Emergency(Duration.ofMinutes(15)),
                        new Emergency(Emergency.DEFAULT),
                        new EndEmergency()),
                asked);
    }

    @ParameterizedTest
    @CsvSource({"ACCEPTED, DONE, ACCEPTED", "BOUNDED, DONE, BOUNDED", "REFUSED, REFUSED, INVALID"})
    void whateverTheLightSaysIsTheAnswer(LightResult.Outcome says, Outcome outcome, String code) {
        answer = new LightResult(says, "as the test wants it");
        CommandResult result = execute("light.emergency");
        assertEquals(outcome, result.outcome());
        assertEquals(code, result.code());
        assertEquals("as the test wants it", result.message());
    }

    @Test
    void argumentsThatAreWrongMissingOrMisspeltAreRefused() {
        wrong("light.override");
        wrong("light.override", "percent", 101);
        wrong("light.override", "percent", -1);
        wrong("light.override", "percent", Double.POSITIVE_INFINITY);
        wrong("light.override", "percent", Double.NaN);
        wrong("light.override", "percent", "60");
        wrong("light.override", "percent", null);
        wrong("light.override", "percent", 60, "second", 600);
        wrong("light.override", "percent", 60, "seconds", 0);
        wrong("light.override", "percent", 60, "seconds", 86_401);
        wrong("light.emergency", "seconds", "600");
        wrong("light.emergency", "seconds", 600.5);
        wrong("light.emergency", "seconds", 99_999_999_999L);
        wrong("light.emergency", "seconds", null);
        wrong("light.resume", "seconds", 1);
        wrong("light.emergency.end", "seconds", 1);
        wrong("light.identify", "seconds", 3);
        wrong("light.identify", "seconds", 61);
        wrong("light.identify", "percent", 50);
        assertEquals(List.of(), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light.service", "light.service.end"})
    void localServiceIsNotForPeopleFarAway(String kind) {
        CommandResult result = execute(kind);
        assertEquals(Outcome.REFUSED, result.outcome());
        assertTrue(result.message().contains("at the pole only"), result.message());
        assertEquals(List.of(), asked);
    }

    @Test
    void whoIdentifiesALampSeesItBlinkUpwardsAndThenGoOnAsBefore() {
        assertEquals(LightLevel.percent(50), told.get(told.size() - 1));
        assertEquals(Outcome.DONE, execute("light.identify", "seconds", 8).outcome());
        List<LightLevel> blinking = turns(Duration.ofSeconds(8));
        assertTrue(blinking.contains(LightLevel.FULL));
        assertTrue(blinking.stream().allMatch(level -> level.compareTo(LightLevel.percent(50)) >= 0));
        assertEquals(2, rises(blinking), "it blinks twice");
        assertEquals("override", loop.latest().decision().rule().label());

        turns(LampLoop.TICK);
        assertEquals("program", loop.latest().decision().rule().label());
        assertEquals(LightLevel.percent(50), loop.latest().output());
        assertEquals(List.of(), asked, "nothing is kept that a restart would find");
    }

    @Test
    void byDayItIsSwitchedOnOnceBlinksAndIsSwitchedOff() {
        time.passUntil(Instant.parse("2026-12-22T12:00:00Z"));
        turns(Duration.ofMinutes(1));
        execute("light.identify", "seconds", 8);
        List<LightLevel> blinking = turns(Duration.ofSeconds(8));
        assertEquals(2, rises(blinking));
        assertTrue(blinking.stream().allMatch(level -> level.compareTo(LightLevel.OFF) > 0));
        turns(Duration.ofMinutes(1));
        assertEquals(LightLevel.OFF, loop.latest().output());
    }

    @Test
    void aLampAtFullLightIsNotMadeDarkerToBeFound() {
        time.trust(false);
        loop.cycle();
        CommandResult result = execute("light.identify");
        assertEquals(Outcome.REFUSED, result.outcome());
        assertTrue(result.message().contains("going darker"), result.message());
    }

    private static long rises(List<LightLevel> levels) {
        long rises = 0;
        for (int i = 1; i < levels.size(); i++) {
            boolean full = levels.get(i).equals(LightLevel.FULL);
            rises += full && !levels.get(i - 1).equals(LightLevel.FULL) ? 1 : 0;
        }
        return rises;
    }

    private List<LightLevel> turns(Duration length) {
        List<LightLevel> outputs = new ArrayList<>();
        for (long i = 0; i < length.dividedBy(LampLoop.TICK); i++) {
            loop.cycle();
            outputs.add(loop.latest().output());
            time.pass(LampLoop.TICK);
        }
        return outputs;
    }

    private LightCommands commands() {
        return new LightCommands(lighting, loop);
    }

    private CommandResult execute(String kind, @Nullable Object... arguments) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(String.valueOf(arguments[i]), arguments[i + 1]);
        }
        return commands().execute(new CommandRequest("c-1", kind, given, "control room"), (percent, text) -> {});
    }

    private void wrong(String kind, @Nullable Object... arguments) {
        assertThrows(IllegalArgumentException.class, () -> execute(kind, arguments), kind + Arrays.toString(arguments));
    }
}
