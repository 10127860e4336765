package io.smartpole.hardware.dali;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.dali.GearTroubles.Matter;
import io.smartpole.hardware.sampling.ReadingHub;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one control gear how it is: its status and level every 10 s, and a second after it was told another level; its
 * figures every 60 s; all of the world's time. Each question is one frame, so a level waits for one frame at most, or
 * four. A level that got lost is said again.
 *
 * <p>Gear that answers for the first time, or again, or after it had no power, may be another piece: it is told the present
 * level before anything else is asked, and its settings are looked at anew.
 */
public final class GearWatch {

    private static final Logger LOG = LoggerFactory.getLogger(GearWatch.class);

    private static final Duration STATUS_EVERY = Duration.ofSeconds(10);
    private static final Duration FIGURES_EVERY = Duration.ofSeconds(60);

    private static final Series ANSWERS = new Series("gear", "answers", null);
    private static final Series LAMP_FAILURE = new Series("gear", "lampFailure", null);
    private static final Series FAILURE = new Series("gear", "failure", null);
    private static final Series LEVEL = new Series("gear", "level", Unit.RATIO);

    private final Gear gear;
    private final Commissioning commissioning;
    private final GearFigures figures;
    private final boolean metersLamp;
    private final TimeSource time;
    private final ReadingHub hub;
    private final GearTroubles troubles;

    private final Map<Series, Boolean> flags = new HashMap<>();
    private boolean answering;
    private boolean commissioned;
    /** Whether the gear gave another light than it was told at the latest look. */
    private boolean differs;

    private @Nullable Integer toldBefore;
    private boolean moving;
    private Duration nextStatus = Duration.ZERO;
    private Duration nextFigures = Duration.ZERO;

    /** @param metersLamp true if the gear's measurements are the lamp's, because no sensor measures it */
    public GearWatch(Gear gear, Dali wiring, boolean metersLamp, TimeSource time, ReadingHub hub) {
        this.gear = gear;
        this.commissioning = new Commissioning(gear, wiring);
        this.figures = new GearFigures(gear);
        this.metersLamp = metersLamp;
        this.time = time;
        this.troubles = new GearTroubles(time);
        this.hub = hub;
    }

    /** To be called every second of real time, by one thread. Never throws for what the gear does. */
    public void tick() {
        Integer told = gear.told();
        boolean settled = Objects.equals(told, toldBefore);
        toldBefore = told;
        Duration now = time.world().sinceBoot();
        if (settled && moving) {
            nextStatus = now; // Did the last of these levels arrive?
        }
        moving = !settled;
        if (now.compareTo(nextStatus) < 0) {
            return;
        }
        try {
            look(settled, now);
        } catch (DaliException e) {
            if (Thread.currentThread().isInterrupted()) {
                return; // We are being stopped, so this says nothing about the gear.
            }
            nextStatus = now.plus(STATUS_EVERY);
            silent(e);
        }
    }

    private void look(boolean settled, Duration now) {
        GearStatus status = status();
        boolean anew = !answering || status.powerCycleSeen();
        if (anew) {
            gear.repeatLevel();
            gear.learnMinimum();
            commission();
            found();
            status = status(); // The level may have started a fade.
        }
        flag(ANSWERS, true);
        flag(LAMP_FAILURE, status.lampFailure());
        flag(FAILURE, status.failure());
        if (!settled || status.fadeRunning()) {
            return; // What it shows now is on its way; the next tick looks again.
        }
        nextStatus = now.plus(STATUS_EVERY);
        Integer aim = gear.aim();
        int level = gear.value(Command.QUERY_ACTUAL_LEVEL);
        if (Objects.equals(gear.told(), toldBefore)) {
            if (level != DaliLevel.MASK) {
                hub.publish(
                        LEVEL.reading(Value.of(rounded(DaliLevel.light(level).ratio())), time.world()));
            }
            compare(level, aim);
        }
        if (!anew && !commissioned) {
            commission();
        }
        if (now.compareTo(nextFigures) >= 0) {
            nextFigures = now.plus(FIGURES_EVERY);
            publishFigures();
        }
    }

    /** A fault while reading the memory is no silence: the figures just come a minute later. */
    private void publishFigures() {
        List<GearFigures.Figure> read;
        try {
            read = figures.read();
        } catch (DaliException e) { // also when we are being stopped
            LOG.debug("no figures this time: {}", e.getMessage());
            return;
        }
        Moment at = time.world();
        for (GearFigures.Figure figure : read) {
            if (metersLamp || !figure.series().component().equals("lamp")) {
                hub.publish(figure.series().reading(Value.of(figure.value()), at));
            }
        }
    }

    private void found() {
        troubles.over(Matter.SILENCE);
        if (!answering) {
            LOG.info("{} answers", gear);
            answering = true;
        }
    }

    /** Gear that says nothing may be another one when it answers again. */
    private GearStatus status() {
        try {
            return new GearStatus(gear.value(Command.QUERY_STATUS));
        } catch (DaliException e) {
            commissioning.forget();
            throw e;
        }
    }

    private void commission() {
        List<String> problems = commissioning.run();
        commissioned = problems.isEmpty();
        if (commissioned) {
            troubles.over(Matter.SETTINGS);
        } else {
            tell(
                    Matter.SETTINGS,
                    false,
                    String.join("; ", problems),
                    "replace the control gear, or change the lamp of the hardware profile");
        }
    }

    /** A level is not answered, so one that a disturbance swallowed shows only here. */
    private void compare(int shown, @Nullable Integer aim) {
        if (aim == null || shown == DaliLevel.MASK || shown == aim) {
            differs = false;
            if (troubles.over(Matter.LEVEL)) {
                LOG.info("{} gives the light that it was told again", gear);
            }
            return;
        }
        gear.repeatLevel();
        if (differs) {
            tell(
                    Matter.LEVEL,
                    shown < aim,
                    "%s does not follow: it was told %s light (level %d) and gives %s (level %d)"
                            .formatted(gear, DaliLevel.light(aim), aim, DaliLevel.light(shown), shown),
                    "check that nothing else commands this DALI bus and that its wires are free of disturbances;"
                            + " else replace the control gear");
        }
        differs = true;
    }

    private void silent(DaliException e) {
        flag(ANSWERS, false);
        answering = false;
        differs = false;
        troubles.over(Matter.LEVEL);
        troubles.over(Matter.SETTINGS);
        tell(Matter.SILENCE, true, String.valueOf(e.getMessage()), e.advice());
    }

    private void tell(Matter matter, boolean critical, String message, String advice) {
        if (troubles.tell(matter, critical, message, advice)) {
            LOG.warn("{}; will be looked at again every {} s", message, STATUS_EVERY.toSeconds());
        }
    }

    /** A yes/no is read only when it changes; the hub tells it to whoever comes later. */
    private void flag(Series series, boolean set) {
        if (!Objects.equals(flags.put(series, set), set)) {
            hub.publish(series.reading(Value.of(set), time.world()));
        }
    }

    private static double rounded(double ratio) {
        return Math.rint(ratio * 10_000) / 10_000;
    }

    /** Takes back its yes/no states, once nobody watches them any more. */
    public void close() {
        flags.keySet().forEach(hub::forget);
    }

    /** @return null while all is well; readable from any thread */
    public @Nullable HealthResult trouble() {
        return troubles.result();
    }
}
