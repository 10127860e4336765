package io.smartpole.hardware.lamp;

import com.pi4j.context.Context;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver.Dali;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.chips.Pause;
import io.smartpole.hardware.dali.DaliLevel;
import io.smartpole.hardware.dali.DaliLine;
import io.smartpole.hardware.dali.Gear;
import io.smartpole.hardware.dali.GearWatch;
import io.smartpole.hardware.sampling.ReadingHub;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lamp whose control gear speaks DALI. The gear is asked how it is on a thread of its own, frame by frame. */
final class DaliDimmer implements Dimmer {

    private static final Logger LOG = LoggerFactory.getLogger(DaliDimmer.class);
    private static final long STOP_SECONDS = 2;

    private final DaliLine line;
    private final Gear gear;
    private final GearWatch watch;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(DaliDimmer::newThread);

    /** @param metersLamp true if the gear's measurements are the lamp's, because no sensor measures it */
    DaliDimmer(Context board, Dali wiring, boolean metersLamp, TimeSource time, ReadingHub hub) {
        line = new DaliLine(board, wiring.device(), time, Pause::sleep);
        gear = new Gear(line, wiring.shortAddress());
        watch = new GearWatch(gear, wiring, metersLamp, time, hub);
    }

    /** A daemon: a serial line that hangs must not keep the process from ending. */
    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "gear");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it tells of what a look throws, and a look throws nothing
    public void start() {
        thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            watch.tick();
        } catch (RuntimeException | Error e) {
            // The executor would silently never call again.
            LOG.error("asking the control gear failed; it goes on", e);
        }
    }

    @Override
    public void dim(LightLevel level) {
        gear.level(DaliLevel.of(level));
    }

    @Override
    public void close() {
        stop();
        try {
            if (thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                watch.close();
                line.close();
            } else {
                LOG.warn("the DALI interface hangs; it is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String advice() {
        return DaliLine.ADVICE;
    }

    @Override
    public @Nullable HealthResult trouble() {
        return watch.trouble();
    }
}
