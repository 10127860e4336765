package io.smartpole.lighting.supervision;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.LevelPower;
import java.time.Duration;
import java.util.List;

/** The lamps of these tests: 42 W, standby 0.5 W, tolerance 6.3 W, 207 to 253 V, power factor 0.9. */
final class Lamps {

    static final LampDriver PWM = new LampDriver.Pwm(0, 0, 1000, false);
    static final LampDriver RELAY = new LampDriver.Relay(5, false);
    static final LampWiring DIMMABLE = wired(PWM, List.of());
    static final LampWiring SWITCHED = wired(RELAY, List.of());

    private Lamps() {}

    static LampWiring wired(LampDriver driver, List<LevelPower> curve) {
        LampType type = new LampType(
                42,
                curve,
                0.5,
                6.3,
                3000,
                LightLevel.FULL,
                List.of(),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                0.9,
                207,
                253);
        return new LampWiring(driver, type, "full");
    }

    static LevelPower point(double percent, double watts) {
        return new LevelPower(LightLevel.percent(percent), watts);
    }
}
