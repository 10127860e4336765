package io.smartpole.lighting.sensing;

import io.smartpole.core.time.Moment;
import io.smartpole.lighting.sun.Daylight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One photocell: what it measured lately, whether it can be believed, and whether it switched. All durations are of the
 * clock that is never stepped. Safe for the measuring thread and the control loop.
 *
 * <pre>
 *        window        night       window
 *   day |------| dusk ........ dawn |------| day
 *        dark                        bright
 *        switches on                 switches off
 * </pre>
 *
 * <p>Dark before the evening's window switches at its start; no signal in a window switches at its end. So a cell that
 * fails can neither keep a street dark nor burn a lamp by day.
 */
final class Photocell {

    /** A bird, a headlight or a cloud is no dusk: the cell is followed after this long, and two readings. */
    static final Duration DELAY = Duration.ofSeconds(30);

    /** Without a clock, only what is far brighter than any twilight and any lamp, for this long, counts as day. */
    static final double DAY_WITHOUT_CLOCK = 100;

    static final Duration DAY_WITHOUT_CLOCK_AFTER = Duration.ofMinutes(10);

    /**
     * Twilight never stands still: it falls by a third each minute, and over 100 lx a chip counts steps of one lx. So many
     * equal readings for so long are those of a chip that hangs.
     */
    static final Duration FROZEN_AFTER = Duration.ofMinutes(5);

    private static final int FROZEN_READINGS = 5;

    /** No thunderstorm keeps a day below the switching level so long, and no night is bright so long. */
    static final Duration STUCK_AFTER = Duration.ofHours(3);

    /** Where no clock tells day from night, each must show within this. */
    static final Duration BOTH_WITHIN = Duration.ofHours(24);

    /** In full sun a chip stands at the end of its range: 54612 lx for a BH1750. */
    private static final double BRIGHTEST = 10_000;

    private static final Duration SILENT_AFTER = Duration.ofMinutes(2);
    private static final int SILENT_INTERVALS = 3;

    /** A condition that holds since then, for so many readings. */
    private static final class Streak {
        private @Nullable Duration since;
        private int readings;

        void end() {
            since = null;
            readings = 0;
        }

        void note(boolean holds, Duration at) {
            if (!holds) {
                end();
            } else {
                readings++;
                if (since == null) {
                    since = at;
                }
            }
        }

        boolean lasted(Duration atLeast, int atLeastReadings, Duration now) {
            return since != null
                    && readings >= atLeastReadings
                    && now.minus(since).compareTo(atLeast) >= 0;
        }
    }

    private final PhotocellRule rule;

    private double lux;
    private @Nullable Duration first;
    private Duration latest = Duration.ZERO;
    private Duration interval = Duration.ZERO;
    private Duration formerInterval = Duration.ZERO;
    private final Streak dark = new Streak();
    private final Streak bright = new Streak();
    private final Streak clearlyDay = new Streak();
    private final Streak same = new Streak();
    private final Streak darkByDay = new Streak();
    private final Streak brightByNight = new Streak();
    private Duration lastDark = Duration.ZERO;
    private Duration lastClearlyDay = Duration.ZERO;
    private @Nullable Boolean dayBySun;
    private @Nullable Instant switchedOn;
    private @Nullable Instant switchedOff;

    Photocell(PhotocellRule rule) {
        this.rule = rule;
    }

    PhotocellRule rule() {
        return rule;
    }

    /** @param at the world's time since boot */
    synchronized void measured(double measuredLux, Duration at) {
        if (first == null) {
            first = at;
            lastDark = at;
            lastClearlyDay = at;
        } else {
            if (at.minus(latest).compareTo(patience()) > 0) {
                // Nobody knows what was in between.
                List.of(dark, bright, clearlyDay, same, darkByDay, brightByNight)
                        .forEach(Streak::end);
            }
            formerInterval = interval;
            interval = at.minus(latest);
        }
        boolean unchanged = measuredLux == lux && same.since != null;
        same.note(unchanged, at);
        if (!unchanged) {
            same.note(true, at);
        }
        lux = measuredLux;
        latest = at;
        boolean isDark = lux < rule.on();
        boolean isDay = lux > DAY_WITHOUT_CLOCK;
        dark.note(isDark, at);
        bright.note(lux > rule.off(), at);
        clearlyDay.note(isDay, at);
        darkByDay.note(isDark && Boolean.TRUE.equals(dayBySun), at);
        brightByNight.note(isDay && Boolean.FALSE.equals(dayBySun), at);
        lastDark = isDark ? at : lastDark;
        lastClearlyDay = isDay ? at : lastClearlyDay;
    }

    /**
     * @param sky what the sun does; null while that is not known
     * @param now the world's time
     */
    synchronized PhotocellView view(@Nullable Daylight sky, Moment now) {
        dayBySun = sky == null ? null : sky.day();
        String fault = fault(sky, now.sinceBoot());
        if (fault != null) {
            return new PhotocellView(true, false, false, false, fault);
        }
        String measured = String.format(Locale.ROOT, "%.1f lx", lux);
        boolean fresh = now.sinceBoot().minus(latest).compareTo(SILENT_AFTER) <= 0;
        boolean clearDay = fresh && clearlyDay.lasted(DAY_WITHOUT_CLOCK_AFTER, 2, now.sinceBoot());
        return new PhotocellView(true, true, sky != null && switched(sky, now), clearDay, measured);
    }

    private boolean switched(Daylight sky, Moment now) {
        if (!sky.day()) {
            return false;
        }
        Instant dusk = sky.next();
        if (dusk != null && !now.instant().isBefore(dusk.minus(rule.window()))) {
            if (dark.lasted(DELAY, 2, now.sinceBoot())) {
                switchedOn = dusk;
            }
            return same(switchedOn, dusk);
        }
        Instant dawn = sky.last();
        if (dawn != null && now.instant().isBefore(dawn.plus(rule.window()))) {
            if (bright.lasted(DELAY, 2, now.sinceBoot())) {
                switchedOff = dawn;
            }
            return !same(switchedOff, dawn);
        }
        return false;
    }

    /** The same dusk or dawn may be computed a second apart. */
    private static boolean same(@Nullable Instant switched, Instant event) {
        return switched != null && Duration.between(switched, event).abs().toMinutes() < 60;
    }

    /** The shorter of two intervals, so that one gap does not make the next one usual. */
    private Duration patience() {
        Duration usual = interval.compareTo(formerInterval) < 0 ? interval : formerInterval;
        Duration patience = usual.multipliedBy(SILENT_INTERVALS);
        return patience.compareTo(SILENT_AFTER) > 0 ? patience : SILENT_AFTER;
    }

    /** @return why it cannot be believed; null if it can */
    private @Nullable String fault(@Nullable Daylight sky, Duration now) {
        Duration age = now.minus(latest);
        if (age.compareTo(patience()) > 0) {
            return "the photocell is silent for %d s".formatted(age.toSeconds());
        }
        boolean mayBeAtItsEnd = sky != null && sky.day() && lux >= BRIGHTEST;
        if (lux >= rule.on() && !mayBeAtItsEnd && same.lasted(FROZEN_AFTER, FROZEN_READINGS, now)) {
            return String.format(Locale.ROOT, "the photocell hangs at %.1f lx", lux);
        }
        if (sky != null) {
            if (sky.day() && darkByDay.lasted(STUCK_AFTER, 2, now)) {
                return String.format(Locale.ROOT, "the photocell shows %.1f lx by day", lux);
            }
            return !sky.day() && brightByNight.lasted(STUCK_AFTER, 2, now)
                    ? String.format(Locale.ROOT, "the photocell shows %.1f lx at night", lux)
                    : null;
        }
        if (now.minus(lastDark).compareTo(BOTH_WITHIN) > 0
                || now.minus(lastClearlyDay).compareTo(BOTH_WITHIN) > 0) {
            return "the photocell shows no change of day and night";
        }
        return null;
    }
}
