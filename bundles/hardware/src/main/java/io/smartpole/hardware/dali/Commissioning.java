package io.smartpole.hardware.dali;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a gear's settings to what the profile says: no upper limit to its light, the light after power-up and while the
 * bus is dead, and no fade of its own, because the control loop ramps by itself.
 *
 * <p>The gear's memory wears out with writing. So each setting is read first, written only when it differs, and read
 * back; one that the same gear does not keep is written three times at most.
 */
final class Commissioning {

    private static final Logger LOG = LoggerFactory.getLogger(Commissioning.class);

    private static final int NO_FADE = 0;
    private static final int ATTEMPTS = 3;

    private final Gear gear;
    private final List<Setting> settings;
    private final Map<Command, Integer> attempts = new EnumMap<>(Command.class);

    /** @param present asks the gear; empty if it has no such setting */
    private record Setting(String name, Command command, int wanted, Supplier<OptionalInt> present) {}

    Commissioning(Gear gear, Dali wiring) {
        this.gear = gear;
        LightLevel failure = wiring.systemFailureLevel();
        settings = List.of(
                new Setting(
                        "highest level",
                        Command.SET_MAX_LEVEL,
                        DaliLevel.HIGHEST,
                        () -> OptionalInt.of(gear.value(Command.QUERY_MAX_LEVEL))),
                new Setting(
                        "power-on level",
                        Command.SET_POWER_ON_LEVEL,
                        DaliLevel.of(wiring.powerOnLevel()),
                        () -> OptionalInt.of(gear.value(Command.QUERY_POWER_ON_LEVEL))),
                new Setting(
                        "system failure level",
                        Command.SET_SYSTEM_FAILURE_LEVEL,
                        failure == null ? DaliLevel.MASK : DaliLevel.of(failure),
                        () -> OptionalInt.of(gear.value(Command.QUERY_SYSTEM_FAILURE_LEVEL))),
                new Setting("fade time", Command.SET_FADE_TIME, NO_FADE, () -> OptionalInt.of(fadeTime(gear))),
                new Setting(
                        "extended fade time",
                        Command.SET_EXTENDED_FADE_TIME,
                        NO_FADE,
                        // It takes effect when the fade time is 0. Gear of the first edition has none.
                        () -> gear.valueIfAny(Command.QUERY_EXTENDED_FADE_TIME)));
    }

    private static int fadeTime(Gear gear) {
        return gear.value(Command.QUERY_FADE_TIME_FADE_RATE) >> 4; // the low half is the fade rate
    }

    /** Lets every setting be written again: what answers next may be another gear. */
    void forget() {
        attempts.clear();
    }

    /**
     * Tries once to set each setting that differs. To be called again while some are not kept.
     *
     * @return the settings that the gear did not keep, in plain words; empty if all is as the profile says
     * @throws DaliException if it does not answer
     */
    List<String> run() {
        List<String> problems = new ArrayList<>();
        for (Setting setting : settings) {
            OptionalInt present = setting.present.get();
            if (present.isEmpty() || present.getAsInt() == setting.wanted) {
                continue;
            }
            int kept = write(setting, present.getAsInt());
            if (kept != setting.wanted) {
                problems.add("%s does not keep its %s: told %d, it has %d"
                        .formatted(gear, setting.name, setting.wanted, kept));
            }
        }
        return problems;
    }

    /** @return what the gear has afterwards */
    private int write(Setting setting, int present) {
        int before = attempts.getOrDefault(setting.command, 0);
        if (before == ATTEMPTS) {
            return present;
        }
        attempts.put(setting.command, before + 1); // first, because what fails below may have been stored
        gear.set(setting.command, setting.wanted);
        int kept = setting.present.get().orElse(present);
        if (kept == setting.wanted) {
            LOG.info("{}: {} set from {} to {}", gear, setting.name, present, kept);
        }
        return kept;
    }
}
