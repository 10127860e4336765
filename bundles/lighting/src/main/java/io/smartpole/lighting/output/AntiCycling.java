package io.smartpole.lighting.output;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.profile.HardwareProfile.LampType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a lamp from being switched on and off too often. Never keeps one off while it is not proven day, and never stands
 * in the way of local service or an emergency. For one thread.
 */
final class AntiCycling {

    private @Nullable Boolean on;
    private Duration since = Duration.ZERO;
    private LightLevel lastLit = LightLevel.FULL;

    /**
     * @param day true only if it is proven day
     * @param now the world's time since boot
     * @return the level to go to: that of the decision, unless the lamp has to stay on or off a little longer
     */
    LightLevel allow(LightDecision decision, boolean day, LampType type, Duration now) {
        LightLevel wanted = decision.level();
        boolean wantsOn = !wanted.equals(LightLevel.OFF);
        if (on != null && wantsOn != on && mayWait(decision.rule(), wantsOn, day)) {
            Duration least = wantsOn ? longer(type.minimumOff(), type.coolDown()) : type.minimumOn();
            if (now.minus(since).compareTo(least) < 0) {
                return wantsOn ? LightLevel.OFF : lastLit;
            }
        }
        if (on == null || wantsOn != on) {
            // What was before the start is not known, and then nothing waits.
            since = on == null ? now.minus(Duration.ofDays(1)) : now;
            on = wantsOn;
        }
        lastLit = wantsOn ? wanted : lastLit;
        return wanted;
    }

    private static boolean mayWait(LightRule rule, boolean wantsOn, boolean day) {
        return rule.precedence() > LightRule.EMERGENCY.precedence() && (day || !wantsOn);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
