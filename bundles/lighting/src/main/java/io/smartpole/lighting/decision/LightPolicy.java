package io.smartpole.lighting.decision;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.program.Programs;
import io.smartpole.lighting.program.Raise;
import io.smartpole.lighting.program.Scheduled;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.sun.Daylight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the light level. Order, highest first:
 *
 * <pre>
 *   1  local service  a technician holds the lamp
 *   2  emergency      full light
 *   -  safety floor   bounds 3 to 6 from below while it is not proven day
 *   3  override       what somebody asked for, until its end
 *   4  presence       raises what 5 or 6 chose
 *   5  program        the calendar's control program
 *   6  the night      from civil dusk to civil dawn, earlier and longer if the photocell says so,
 *                     or while the cabinet gives mains
 *   7  fail-safe      because it cannot be known whether it is day
 * </pre>
 */
public final class LightPolicy {

    private LightPolicy() {}

    /** The same inputs at the same moment always give the same level. */
    public static LightDecision decide(LightInputs in, Moment now) {
        Daylight sky = in.sky(now);
        // Without a trusted clock and a place nobody can tell which night it is.
        Scheduled scheduled = sky == null ? null : in.scheduled();

        Verdict failSafe = failSafe(in);
        Verdict night = night(in, sky);
        Verdict program = program(in, sky, scheduled);
        Verdict planned = first(List.of(program, night, failSafe));
        Verdict presence = presence(scheduled, planned);
        Verdict override = asked(LightRule.OVERRIDE, in.override(), now);
        Verdict unbounded = first(List.of(override, presence, planned));
        Verdict floor = floor(in, unbounded, in.provenDay(now));

        List<Verdict> trace = List.of(
                asked(LightRule.LOCAL_SERVICE, in.localService(), now),
                asked(LightRule.EMERGENCY, in.emergency(), now),
                floor,
                override,
                presence,
                program,
                night,
                failSafe);
        List<Verdict> wanting =
                trace.stream().filter(verdict -> verdict.level() != null).toList();
        Verdict chosen = wanting.get(0);
        Verdict next = wanting.size() > 1 ? wanting.get(1) : null;
        return new LightDecision(
                Objects.requireNonNull(chosen.level()),
                chosen.rule(),
                until(
                        chosen.rule() == LightRule.SAFETY_FLOOR ? unbounded.rule() : chosen.rule(),
                        in,
                        sky,
                        scheduled,
                        now),
                next == null || chosen.rule() == LightRule.SAFETY_FLOOR ? next : bounded(next, in, now),
                trace);
    }

    /** What holds when nothing is known, not even what was configured. */
    public static LightDecision blind(String why) {
        return new LightDecision(
                LightLevel.FULL,
                LightRule.FAIL_SAFE,
                null,
                null,
                List.of(new Verdict(LightRule.FAIL_SAFE, LightLevel.FULL, why)));
    }

    /** What the floor would make of it. */
    private static Verdict bounded(Verdict verdict, LightInputs in, Moment now) {
        if (verdict.rule().precedence() < LightRule.OVERRIDE.precedence()) {
            return verdict;
        }
        Verdict floor = floor(in, verdict, in.provenDay(now));
        return floor.level() == null ? verdict : floor;
    }

    /** The stack always has something to say: fail-safe does. */
    private static Verdict first(List<Verdict> stack) {
        return stack.stream()
                .filter(verdict -> verdict.level() != null)
                .findFirst()
                .orElseThrow();
    }

    private static Verdict asked(LightRule rule, @Nullable TimedRequest request, Moment now) {
        if (request == null || !request.holds(now)) {
            return new Verdict(rule, null, "nobody asks for it");
        }
        return new Verdict(rule, request.level(), "asked for");
    }

    private static Verdict presence(@Nullable Scheduled scheduled, Verdict planned) {
        Raise raise = scheduled == null ? null : scheduled.raise();
        if (raise == null) {
            return new Verdict(LightRule.PRESENCE, null, "nobody is there, or no program listens");
        }
        LightLevel below = planned.level();
        return below != null && raise.level().compareTo(below) > 0
                ? new Verdict(LightRule.PRESENCE, raise.level(), raise.why())
                : new Verdict(LightRule.PRESENCE, null, raise.why() + ", but it may only raise");
    }

    private static Verdict program(LightInputs in, @Nullable Daylight sky, @Nullable Scheduled scheduled) {
        if (scheduled == null) {
            return new Verdict(
                    LightRule.PROGRAM,
                    null,
                    sky == null ? "not followed while clock or place are not known" : "no program for this night");
        }
        // Outside its periods a program wants the lamp off. By day that is the sun's to say; under a cabinet's mains
        // nobody may say it.
        boolean silent = !scheduled.active() && (sky == null || sky.day() || in.litByCabinet());
        return new Verdict(LightRule.PROGRAM, silent ? null : scheduled.level(), scheduled.why());
    }

    private static Verdict night(LightInputs in, @Nullable Daylight sky) {
        LightLevel on = in.settings().defaultLevel();
        if (in.litByCabinet()) {
            return new Verdict(LightRule.SUPPLY, on, "while the cabinet gives mains, the street is to be lit");
        }
        if (sky == null) {
            return withoutSky(in, on);
        }
        if (!sky.day()) {
            return new Verdict(LightRule.ASTRONOMICAL, on, "between civil dusk and civil dawn");
        }
        if (in.photocell().lit()) {
            return new Verdict(
                    LightRule.PHOTOCELL,
                    on,
                    "dark beside the night: " + in.photocell().words());
        }
        return new Verdict(LightRule.ASTRONOMICAL, LightLevel.OFF, "day");
    }

    private static Verdict withoutSky(LightInputs in, LightLevel on) {
        if (!in.photocell().healthy()) {
            return new Verdict(
                    LightRule.ASTRONOMICAL,
                    null,
                    "clock or place are not known; " + in.photocell().words());
        }
        return in.photocell().clearlyDay()
                ? new Verdict(
                        LightRule.PHOTOCELL,
                        LightLevel.OFF,
                        "bright for long: " + in.photocell().words())
                : new Verdict(
                        LightRule.PHOTOCELL,
                        on,
                        "not bright for long: " + in.photocell().words());
    }

    private static Verdict failSafe(LightInputs in) {
        return new Verdict(
                LightRule.FAIL_SAFE,
                in.settings().defaultLevel().atLeast(in.settings().floor()),
                "if it cannot be known whether it is day");
    }

    private static Verdict floor(LightInputs in, Verdict unbounded, boolean provenDay) {
        LightLevel floor = in.settings().floor();
        if (provenDay) {
            return new Verdict(LightRule.SAFETY_FLOOR, null, "it is proven day");
        }
        LightLevel level = unbounded.level();
        return level != null && level.compareTo(floor) < 0
                ? new Verdict(LightRule.SAFETY_FLOOR, floor, "%s would be below the floor".formatted(level))
                : new Verdict(LightRule.SAFETY_FLOOR, null, "not below %s".formatted(floor));
    }

    /** The next moment at which the level may change by itself; null if nobody can know. */
    private static @Nullable Instant until(
            LightRule rule, LightInputs in, @Nullable Daylight sky, @Nullable Scheduled scheduled, Moment now) {
        List<@Nullable Instant> turns = new ArrayList<>();
        turns.add(
                switch (rule) {
                    case LOCAL_SERVICE -> end(in.localService(), now);
                    case EMERGENCY -> end(in.emergency(), now);
                    case OVERRIDE -> end(in.override(), now);
                    default -> null;
                });
        if (rule.precedence() >= LightRule.OVERRIDE.precedence() && sky != null) {
            // At dusk and dawn the floor comes and goes, also for an override.
            turns.add(sky.until());
        }
        if (rule == LightRule.PHOTOCELL && sky != null && sky.last() != null) {
            Instant end = sky.last().plus(in.settings().photocell().window());
            turns.add(end.isAfter(now.instant()) ? end : null);
        }
        Raise raise = scheduled == null ? null : scheduled.raise();
        if (rule == LightRule.PRESENCE && (raise == null || raise.until() == null)) {
            return null; // somebody is there, and nobody knows for how long
        }
        if (rule.precedence() > LightRule.OVERRIDE.precedence() && sky != null) {
            turns.add(scheduled == null ? nextNight(in, sky, now) : scheduled.until());
        }
        return turns.stream().filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }

    /** Another night may have a program where this one has none. */
    private static @Nullable Instant nextNight(LightInputs in, Daylight sky, Moment now) {
        return in.settings().programs().equals(Programs.NONE)
                ? null
                : Programs.nextNoon(now.instant(), sky.place().zone());
    }

    private static @Nullable Instant end(@Nullable TimedRequest request, Moment now) {
        return request == null ? null : request.endAsOf(now);
    }
}
