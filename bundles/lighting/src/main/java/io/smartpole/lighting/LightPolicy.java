package io.smartpole.lighting;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.time.Moment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the light level. Order, highest first:
 *
 * <pre>
 *   3  override       what somebody asked for, until its end
 *   5  program        the level at this time of the night
 *   6  astronomical   on from civil dusk to civil dawn, off by day
 *   7  fail-safe      full light, because it cannot be known whether it is day
 * </pre>
 *
 * The safety floor bounds 3 to 6 from below while it is not proven day. The numbers leave room for what stands above the
 * floor (1 local service, 2 emergency: to return first) and for presence (4: to raise what 5 and 6 chose).
 */
final class LightPolicy {

    private LightPolicy() {}

    /** The same inputs at the same moment always give the same level. */
    static LightDecision decide(LightInputs in, Moment now) {
        Daylight sky = sky(in, now);
        LightDecision choice = overridden(in.override(), sky, now);
        if (choice == null && sky != null) {
            choice = byNight(in.settings(), sky, now.instant());
        }
        if (choice == null) {
            return failSafe();
        }
        return provenDay(sky) ? choice : bounded(choice, in.settings().floor());
    }

    /** What holds when nothing is known. */
    static LightDecision failSafe() {
        return new LightDecision(LightLevel.FULL, LightRule.FAIL_SAFE, null);
    }

    /** @return why it cannot be known whether it is day; null if it is known */
    static @Nullable String whyFailSafe(LightInputs in, Moment now) {
        if (!now.trusted()) {
            return "the clock is not trusted";
        }
        return sky(in, now) == null ? "the place of the pole is not known" : null;
    }

    /** What is known about day and night: nothing, while the clock may be wrong. */
    private static @Nullable Daylight sky(LightInputs in, Moment now) {
        Daylight daylight = in.daylight();
        return daylight != null && now.trusted() && daylight.covers(now.instant()) ? daylight : null;
    }

    private static boolean provenDay(@Nullable Daylight sky) {
        return sky != null && sky.day();
    }

    private static @Nullable LightDecision overridden(
            @Nullable LightOverride override, @Nullable Daylight sky, Moment now) {
        if (override == null || !override.holds(now)) {
            return null;
        }
        Instant end = override.endAsOf(now);
        // At dusk and dawn the floor comes and goes, so the level may change before the override ends.
        Instant until = end == null || sky == null ? end : earlier(end, sky.until());
        return new LightDecision(override.level(), LightRule.OVERRIDE, until);
    }

    private static LightDecision byNight(Settings settings, Daylight sky, Instant now) {
        if (sky.day()) {
            return new LightDecision(LightLevel.OFF, LightRule.ASTRONOMICAL, sky.until());
        }
        Program program = settings.program();
        Instant until = earlier(sky.until(), program.nextChange(now, sky.place().zone()));
        LightLevel level = program.levelAt(now, sky.place().zone());
        return level == null
                ? new LightDecision(settings.defaultLevel(), LightRule.ASTRONOMICAL, until)
                : new LightDecision(level, LightRule.PROGRAM, until);
    }

    private static LightDecision bounded(LightDecision choice, LightLevel floor) {
        return choice.level().compareTo(floor) < 0
                ? new LightDecision(floor, LightRule.SAFETY_FLOOR, choice.until())
                : choice;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
