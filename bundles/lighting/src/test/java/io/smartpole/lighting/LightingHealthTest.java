package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.LightSettings;
import io.smartpole.lighting.settings.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightingHealthTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime("2026-12-21T21:30:00Z");
    private final LampReporter reporter = new LampReporter();
    private Surroundings surroundings = new Surroundings(Path.of("unused"), new LampSensors());
    private LampLoop loop = new LampLoop(surroundings, reporter);
    private LightingHealth health = new LightingHealth(loop, surroundings, reporter);

    @BeforeEach
    void connect() {
        surroundings = new Surroundings(folder, new LampSensors());
        loop = new LampLoop(surroundings, reporter);
        surroundings.time = time;
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        loop.lamp = level -> {};
        surroundings.openRequests();
        health = new LightingHealth(loop, surroundings, reporter);
        configure(Scenes.cityConfig());
    }

    @Test
    void whenAllIsWellItSaysWhatTheLampDoes() {
        assertHealth(HealthStatus.OK, "lamp 50.0 % by rule program");
    }

    @Test
    void withoutACommissioningRecordItIsWellAndSaysSo() {
        configure(Scenes.config(Map.of()));
        assertHealth(
                HealthStatus.OK, "lamp 100.0 % by rule astronomical; no commissioning record, so no dimming at night");
    }

    @Test
    void failSafeIsAWarningWithItsReason() {
        time.trust(false);
        assertHealth(HealthStatus.WARN, "lamp 100.0 % by rule fail-safe; the clock is not trusted");
    }

    @Test
    void aBadConfigurationIsAWarningWithItsKey() {
        Map<String, Object> values = new HashMap<>(Scenes.CITY_VALUES);
        values.put("default_level", 0.0);
        configure(Scenes.config(values));
        assertHealth(
                HealthStatus.WARN,
                "lamp 50.0 % by rule program; smartpole.lighting default.level: must be 1 to 100 %, but is 0.0;"
                        + " the last good value stays in force");
    }

    @Test
    void aMissingLampIsCriticalAndComesBeforeWarnings() {
        loop.lamp = null;
        time.trust(false);
        assertHealth(
                HealthStatus.CRITICAL,
                "lamp 100.0 % by rule fail-safe; no lamp driver is running, so the light is what the driver makes of"
                        + " it; the clock is not trusted");
    }

    @Test
    void aLoopThatHangsIsCritical() {
        loop.cycle();
        time.pass(Duration.ofSeconds(10));
        assertEquals(HealthStatus.OK, health.check().status());
        time.pass(Duration.ofSeconds(1));
        HealthResult result = health.check();
        assertEquals(HealthStatus.CRITICAL, result.status());
        assertEquals("lamp 50.0 % by rule program; the control loop has not turned for 11 s", result.message());
    }

    @Test
    void anInputThatFailsIsNotTakenForAClockThatIsNotSet() {
        surroundings.pole = () -> {
            throw new IllegalStateException("no identity");
        };
        loop.cycle();
        assertEquals(HealthStatus.WARN, health.check().status());
        assertTrue(
                health.check().action().startsWith("restart the gateway"),
                health.check().action());
    }

    @Test
    void aLoopThatHangsInItsFirstTurnIsCritical() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.lamp = level -> {
            hanging.countDown();
            try {
                release.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        loop.activate();
        assertTrue(hanging.await(5, TimeUnit.SECONDS));
        time.pass(Duration.ofSeconds(11));
        assertEquals(HealthStatus.CRITICAL, health.check().status());
        release.countDown();
        loop.deactivate();
    }

    @Test
    void anOverrideThatTheDiskDidNotTakeIsAWarning() throws IOException {
        Files.createDirectory(folder.resolve("override")); // stands where the file should be
        surroundings
                .requests()
                .request(new SetLevel(LightLevel.FULL, Duration.ofHours(1)), surroundings.world(), () -> {});
        loop.cycle();
        assertEquals(HealthStatus.WARN, health.check().status());
        assertEquals("check the data folder and its disk", health.check().action());
    }

    private void configure(LightSettings.Config config) {
        LightSettings settings = TestSettings.of(config);
        surroundings.settings = settings;
        health.settings = settings;
    }

    private void assertHealth(HealthStatus status, String message) {
        loop.cycle();
        HealthResult result = health.check();
        assertEquals(message, result.message());
        assertEquals(status, result.status());
        assertEquals(status == HealthStatus.OK, result.action().isEmpty(), result.action());
    }
}
