package io.smartpole.hardware.dali;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a gear's settings to what the profile says: the light after power-up and while the bus is dead, and no fade of
 * its own, because the control loop ramps by itself.
 *
 * <p>The gear's memory wears out with writing. So each setting is read first, written only when it differs, and read
 * back; one that the gear did not keep is not written again.
 */
final class Commissioning {

    private static final Logger LOG = LoggerFactory.getLogger(Commissioning.class);

    private static final int NO_FADE = 0;

    private final Gear gear;
    private final List<Setting> settings;
    private final Set<Command> notKept = EnumSet.noneOf(Command.class);

    /** @param present asks the gear; empty if it has no such setting */
    private record Setting(String name, Command command, int wanted, Supplier<OptionalInt> present) {}

    Commissioning(Gear gear, Dali wiring) {
        this.gear = gear;
        LightLevel failure = wiring.systemFailureLevel();
        settings = List.of(
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
                new Setting("extended fade time", Command.SET_EXTENDED_FADE_TIME, NO_FADE, () -> extendedFade(gear)));
    }

    private static int fadeTime(Gear gear) {
        return gear.value(Command.QUERY_FADE_TIME_FADE_RATE) >> 4; // the low half is the fade rate
    }

    /** It takes effect when the fade time is 0. Gear of the first edition has none. */
    private static OptionalInt extendedFade(Gear gear) {
        return gear.ask(Command.QUERY_EXTENDED_FADE_TIME) instanceof Answer.Value value
                ? OptionalInt.of(value.data())
                : OptionalInt.empty();
    }

    /**
     * @return the settings that the gear does not keep, in plain words; empty if all is as the profile says
     * @throws DaliException if it does not answer
     */
    List<String> run() {
        List<String> problems = new ArrayList<>();
        for (Setting setting : settings) {
            OptionalInt present = setting.present.get();
            if (present.isPresent() && present.getAsInt() != setting.wanted && !write(setting, present.getAsInt())) {
                problems.add("%s does not keep its %s: told %d, it has %d"
                        .formatted(gear, setting.name, setting.wanted, present.getAsInt()));
            }
        }
        return problems;
    }

    /** @return whether the gear kept it */
    private boolean write(Setting setting, int present) {
        if (notKept.contains(setting.command)) {
            return false;
        }
        gear.set(setting.command, setting.wanted);
        OptionalInt kept = setting.present.get();
        if (kept.isPresent() && kept.getAsInt() == setting.wanted) {
            LOG.info("{}: {} set from {} to {}", gear, setting.name, present, setting.wanted);
            return true;
        }
        notKept.add(setting.command);
        return false;
    }
}
