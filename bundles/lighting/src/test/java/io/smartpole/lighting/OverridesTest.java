package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime("2026-12-21T21:00:00Z");
    private Overrides overrides = new Overrides(new OverrideFile(Path.of("unused"), false));

    @BeforeEach
    void open() {
        open(new OverrideFile(folder, false));
    }

    private void open(OverrideFile file) {
        overrides = new Overrides(file);
        overrides.open(file);
    }

    @Test
    void anOverrideEndsAfterItsDuration() {
        assertEquals(Outcome.ACCEPTED, ask(30, TWO_HOURS).outcome());
        time.pass(TWO_HOURS.minusMillis(1));
        assertEquals(LightLevel.percent(30), level());
        time.pass(Duration.ofMillis(1));
        assertNull(level());
    }

    @Test
    void aNewOverrideReplacesTheFormer() {
        ask(30, TWO_HOURS);
        ask(40, Duration.ofMinutes(1));
        assertEquals(LightLevel.percent(40), level());
        time.pass(Duration.ofMinutes(1));
        assertNull(level());
        restart();
        assertNull(level());
    }

    @Test
    void resumeEndsTheOverrideAlsoOverARestart() {
        ask(30, TWO_HOURS);
        LightResult result = overrides.request(new Resume(), time.now());
        assertEquals(new LightResult(Outcome.ACCEPTED, "the override has ended"), result);
        assertNull(level());
        restart();
        assertNull(level());
    }

    @Test
    void resumeWithoutAnOverrideWritesNothing() throws IOException {
        LightResult result = overrides.request(new Resume(), null);
        assertEquals(new LightResult(Outcome.ACCEPTED, "no override was in force"), result);
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, REFUSED",
        "PT-1S, REFUSED",
        "PT0.999S, REFUSED",
        "PT1S, ACCEPTED",
        "PT24H, ACCEPTED",
        "PT24H0.001S, REFUSED",
        "P3650D, REFUSED"
    })
    void anOverrideLastsOneSecondToOneDay(Duration duration, Outcome outcome) {
        LightResult result = ask(30, duration);
        assertEquals(outcome, result.outcome(), result.message());
        assertEquals(outcome == Outcome.ACCEPTED, level() != null);
    }

    @Test
    void aRefusedRequestLeavesTheFormerOverrideInForce() {
        ask(30, TWO_HOURS);
        ask(40, Duration.ofDays(2));
        assertEquals(LightLevel.percent(30), level());
    }

    @Test
    void withoutAClockAnOverrideIsRefusedBecauseNothingCouldEndIt() {
        LightResult result = overrides.request(new SetLevel(LightLevel.FULL, TWO_HOURS), null);
        assertEquals(Outcome.REFUSED, result.outcome());
        assertTrue(result.message().contains("no clock"), result.message());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, true",
        "PT1M, true",
        "PT1H59M59S, true",
        "PT2H, false",
        "P3D, false",
        // The clock of the second start is trusted, but earlier than the request: one of the two was wrong.
        "PT-1S, false",
        "P-3650D, false"
    })
    void aRestartKeepsTheAbsoluteEnd(Duration downTime, boolean holds) {
        ask(30, TWO_HOURS);
        time.jump(time.now().instant().plus(downTime));
        restart();
        assertEquals(holds, level() != null);
    }

    @Test
    void afterARestartAnOverrideWaitsForATrustedClock() {
        ask(30, TWO_HOURS);
        time.trust(false);
        restart();
        assertNull(level());
        time.trust(true);
        assertEquals(LightLevel.percent(30), level());
    }

    @Test
    void manyRestartsDoNotProlongAnOverride() {
        ask(30, TWO_HOURS);
        Duration held = Duration.ZERO;
        for (int start = 0; start < 10; start++) {
            restart();
            for (int minute = 0; minute < 60; minute++) {
                time.pass(Duration.ofMinutes(1));
                held = level() == null ? held : held.plusMinutes(1);
            }
        }
        assertEquals(Duration.ofMinutes(119), held);
    }

    @Test
    void aClockSetBackAfterTheRestartCannotProlongTheOverride() {
        ask(30, TWO_HOURS);
        time.pass(Duration.ofMinutes(30));
        restart();
        assertNotNull(level());
        time.jump(Instant.parse("2016-01-01T00:00:00Z"));
        time.pass(Duration.ofMinutes(89));
        assertNotNull(level());
        time.pass(Duration.ofMinutes(1));
        assertNull(level());
    }

    @Test
    void anOverrideOfAnUntrustedClockEndsWithItsLengthOrWithARestart() {
        time.trust(false);
        LightResult result = ask(30, TWO_HOURS);
        assertEquals(Outcome.ACCEPTED, result.outcome());
        assertTrue(result.message().contains("a restart ends it"), result.message());
        time.jump(Instant.parse("2036-01-01T00:00:00Z"));
        time.trust(true);
        assertNotNull(level());
        restart();
        assertNull(level());
    }

    @Test
    void anOverrideOfAnUntrustedClockAlsoReplacesTheKeptOne() {
        ask(30, TWO_HOURS);
        time.trust(false);
        ask(40, TWO_HOURS);
        time.trust(true);
        restart();
        assertNull(level());
    }

    @Test
    void realAndSimulatedOverridesNeverMeet() {
        ask(30, TWO_HOURS);
        overrides.open(new OverrideFile(folder, true));
        assertNull(level());
        ask(40, TWO_HOURS);
        overrides.open(new OverrideFile(folder, false));
        assertEquals(LightLevel.percent(30), level());
        overrides.open(new OverrideFile(folder, true));
        assertEquals(LightLevel.percent(40), level());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "level=0.5",
                "level=1.5\nfrom=2026-12-21T20:00:00Z\nend=2026-12-21T22:00:00Z",
                "level=NaN\nfrom=2026-12-21T20:00:00Z\nend=2026-12-21T22:00:00Z",
                "level=0.5\nfrom=2026-12-21T20:00:00Z\nend=2026-12-23T22:00:00Z",
                "level=0.5\nfrom=2026-12-21T22:00:00Z\nend=2026-12-21T20:00:00Z",
                "level=0.5\nfrom=2026-12-21T20:00:00Z\nend=2026-12-21T2",
                "level=\\uXY"
            })
    void aDamagedFileIsNoOverrideAndShowsInHealth(String content) throws IOException {
        Files.writeString(folder.resolve("override"), content);
        restart();
        assertNull(level());
        assertTrue(Objects.requireNonNull(overrides.problem()).contains("damaged"), overrides.problem());
        ask(30, TWO_HOURS);
        assertNull(overrides.problem());
        restart();
        assertEquals(LightLevel.percent(30), level());
    }

    @Test
    void aDiskThatTakesNothingDoesNotStopTheLight() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "x");
        open(new OverrideFile(notAFolder.resolve("lighting"), false));
        LightResult result = ask(30, TWO_HOURS);
        assertEquals(Outcome.ACCEPTED, result.outcome());
        assertTrue(result.message().contains("a restart forgets this"), result.message());
        assertEquals(LightLevel.percent(30), level());
        assertNotNull(overrides.problem());
    }

    private LightResult ask(double percent, Duration duration) {
        LightRequest request = new SetLevel(LightLevel.percent(percent), duration);
        return overrides.request(request, time.now());
    }

    private @Nullable LightLevel level() {
        LightOverride override = overrides.at(time.now());
        return override == null ? null : override.level();
    }

    private void restart() {
        time.restart();
        open();
    }
}
