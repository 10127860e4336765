package io.smartpole.hardware.dali;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
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
 * Asks one control gear how it is: its status every 10 s and its figures every 60 s of the world's time. Each question is
 * one frame, so a level waits for one frame at most, or three.
 *
 * <p>Gear that answers for the first time, or again, or after it had no power, may be another piece: its settings are
 * looked at anew, and it is told the present level at once.
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

    private final Map<Series, Boolean> flags = new HashMap<>();
    private boolean answering;
    private @Nullable Integer toldBefore;
    private Duration nextStatus = Duration.ZERO;
    private Duration nextFigures = Duration.ZERO;
    private volatile @Nullable Trouble trouble;

    private record Trouble(Duration since, boolean silent, String message, String advice) {}

    /** @param metersLamp true if the gear's measurements are the lamp's, because no sensor measures it */
    public GearWatch(Gear gear, Dali wiring, boolean metersLamp, TimeSource time, ReadingHub hub) {
        this.gear = gear;
        this.commissioning = new Commissioning(gear, wiring);
        this.figures = new GearFigures(gear);
        this.metersLamp = metersLamp;
        this.time = time;
        this.hub = hub;
    }

    /** To be called every second of real time, by one thread. Never throws for what the gear does. */
    public void tick() {
        Integer told = gear.told();
        boolean settled = Objects.equals(told, toldBefore);
        toldBefore = told;
        Duration now = time.world().sinceBoot();
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
        GearStatus status = new GearStatus(gear.value(Command.QUERY_STATUS));
        if (!answering || status.powerCycleSeen()) {
            gear.learnMinimum();
            gear.repeatLevel();
            found(commissioning.run());
        }
        flag(ANSWERS, true);
        flag(LAMP_FAILURE, status.lampFailure());
        flag(FAILURE, status.failure());
        if (!settled || status.fadeRunning()) {
            return; // What it shows now is on its way; the next tick looks again.
        }
        nextStatus = now.plus(STATUS_EVERY);
        int level = gear.value(Command.QUERY_ACTUAL_LEVEL);
        if (level != DaliLevel.MASK && Objects.equals(gear.told(), toldBefore)) {
            hub.publish(LEVEL.reading(Value.of(rounded(DaliLevel.light(level).ratio())), time.world()));
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

    private void found(List<String> problems) {
        if (!answering) {
            LOG.info("{} answers", gear);
            answering = true;
        }
        problems.forEach(problem -> LOG.warn("{}", problem));
        trouble = problems.isEmpty()
                ? null
                : new Trouble(
                        time.now().sinceBoot(),
                        false,
                        String.join("; ", problems),
                        "replace the control gear, or change the lamp of the hardware profile");
    }

    private void silent(DaliException e) {
        flag(ANSWERS, false);
        String message = String.valueOf(e.getMessage());
        Trouble past = trouble;
        if (past == null || !past.silent) {
            LOG.warn("{}; will be asked again every {} s", message, STATUS_EVERY.toSeconds());
            past = null;
        }
        answering = false;
        trouble = new Trouble(past == null ? time.now().sinceBoot() : past.since, true, message, e.advice());
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
        Trouble present = trouble;
        if (present == null) {
            return null;
        }
        String message = "%s (for %d s)"
                .formatted(
                        present.message,
                        time.now().sinceBoot().minus(present.since).toSeconds());
        return present.silent
                ? HealthResult.critical(message, present.advice)
                : HealthResult.warn(message, present.advice);
    }
}
