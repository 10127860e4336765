package io.smartpole.lighting;

import io.smartpole.core.light.Lamp;
import io.smartpole.core.light.LightLevel;
import org.jspecify.annotations.Nullable;

/**
 * Tells the lamp its level when it changes, when the lamp is another one, and again every minute: a driver that was reset
 * or a telegram that was lost must not leave the street at a wrong level. For one thread.
 */
final class LampWriter {

    private final int cyclesToRepeat;
    private @Nullable Lamp toldLamp;
    private @Nullable LightLevel toldLevel;
    private int cyclesSinceTold;

    /** @param cyclesToRepeat counted, because not even a clock can be taken for granted here */
    LampWriter(int cyclesToRepeat) {
        this.cyclesToRepeat = cyclesToRepeat;
    }

    /** Somebody else told the lamp something. */
    void forget() {
        toldLamp = null;
    }

    /** @return what is wrong with the lamp; null if it took the level */
    @Nullable
    String write(@Nullable Lamp lamp, LightLevel level) {
        cyclesSinceTold++;
        if (lamp == null) {
            toldLamp = null;
            return "no lamp driver is running";
        }
        if (lamp == toldLamp && level.equals(toldLevel) && cyclesSinceTold < cyclesToRepeat) {
            return null;
        }
        try {
            lamp.set(level);
        } catch (Throwable e) { // whatever a driver of another bundle throws: it must not end the loop
            toldLamp = null;
            return "the lamp driver failed: " + e;
        }
        toldLamp = lamp;
        toldLevel = level;
        cyclesSinceTold = 0;
        return null;
    }
}
