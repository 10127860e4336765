package io.smartpole.lighting.decision;

import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.program.Scheduled;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.sensing.PhotocellView;
import io.smartpole.lighting.settings.Settings;
import io.smartpole.lighting.sun.Daylight;
import org.jspecify.annotations.Nullable;

/**
 * All that a light decision depends on, besides the time: read once per cycle, then frozen.
 *
 * @param settings what was configured
 * @param supply how mains reach the pole
 * @param daylight whether it is day; null while time or place is not known
 * @param scheduled what the calendar's program says; null if there is none for this night, or no daylight to tell it
 * @param photocell what it says
 * @param localService what a technician holds the lamp at; null if nobody does
 * @param emergency full light for emergency services; null if there is no emergency
 * @param override what somebody asked for; null if nobody did
 */
public record LightInputs(
        Settings settings,
        Supply supply,
        @Nullable Daylight daylight,
        @Nullable Scheduled scheduled,
        PhotocellView photocell,
        @Nullable TimedRequest localService,
        @Nullable TimedRequest emergency,
        @Nullable TimedRequest override) {

    /** Before anything is known, and whenever reading the inputs fails. */
    public static final LightInputs NONE =
            new LightInputs(Settings.DEFAULT, Supply.PERMANENT, null, null, PhotocellView.NONE, null, null, null);

    /** @return what is known about day and night: nothing, while the clock may be wrong */
    public @Nullable Daylight sky(Moment now) {
        return daylight != null && now.trusted() && daylight.covers(now.instant()) ? daylight : null;
    }

    /** @return true where a cabinet switches the mains: mains present means that the street is to be lit */
    boolean litByCabinet() {
        return supply.switchedByCabinet();
    }

    /**
     * @return true only if it is proven day: by the sun, or without a clock by a photocell that can be believed. Where a
     *     cabinet switches the mains, its word that it is night counts more.
     */
    public boolean provenDay(Moment now) {
        if (litByCabinet()) {
            return false;
        }
        Daylight sky = sky(now);
        return sky == null ? photocell.healthy() && photocell.clearlyDay() : sky.day();
    }

    /** @return why it cannot be known from clock and place whether it is day; null if it can */
    public @Nullable String doubt(Moment now) {
        if (!now.trusted()) {
            return "the clock is not trusted";
        }
        return sky(now) == null ? "the place of the pole is not known" : null;
    }

    /** @return the same with other settings */
    public LightInputs withSettings(Settings other) {
        return new LightInputs(other, supply, daylight, scheduled, photocell, localService, emergency, override);
    }

    /** @return the same with these requests */
    public LightInputs withRequests(
            @Nullable TimedRequest service, @Nullable TimedRequest call, @Nullable TimedRequest level) {
        return new LightInputs(settings, supply, daylight, scheduled, photocell, service, call, level);
    }

    /** @return the same with another override */
    LightInputs withOverride(@Nullable TimedRequest other) {
        return new LightInputs(settings, supply, daylight, scheduled, photocell, localService, emergency, other);
    }

    /** @return the same without what holds only now: the sky, what sensors say, and requests */
    LightInputs plannable() {
        return new LightInputs(settings, supply, null, null, PhotocellView.NONE, null, null, null);
    }

    /** @return the same under another sky */
    LightInputs with(@Nullable Daylight sky, @Nullable Scheduled program) {
        return new LightInputs(settings, supply, sky, program, photocell, localService, emergency, override);
    }
}
