package io.smartpole.hardware.sampling;

import com.pi4j.context.Context;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.chips.Pause;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the sampler on a thread of its own, for the accepted profile and the present board. */
@Component(service = HealthCheck.class, property = HealthCheck.NAME + "=sensors", immediate = true)
public final class Sampling implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);
    private static final long STOP_SECONDS = 3;

    private final BundleContext bundle;
    private final TimeSource time;
    private final ReadingHub hub;
    private final HardwareProfile profile;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Sampling::newThread);

    @SuppressWarnings("NullAway.Init") // made in activate, when DS has set the board
    private Sampler sampler;

    // A field, because SCR before 2.1.26 cannot leave out a constructor's parameter.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    @Nullable
    Context board;

    @Activate
    public Sampling(
            BundleContext bundle,
            @Reference TimeSource time,
            @Reference ReadingHub hub,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) HardwareProfile profile) {
        this.bundle = bundle;
        this.time = time;
        this.hub = hub;
        this.profile = profile;
    }

    @Activate
    @SuppressWarnings("FutureReturnValueIgnored") // it tells of what a tick throws, and a tick throws nothing
    void activate() {
        sampler = new Wiring(board, DataFolder.of(bundle::getProperty, ""), Pause::sleep, time, hub).connect(profile);
        thread.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    /** A daemon: a bus that hangs must not keep the process from ending. */
    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "sampler");
        thread.setDaemon(true);
        return thread;
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("the sampler did not stop within {} s: a sensor's bus hangs", STOP_SECONDS);
        }
        sampler.close();
    }

    private void tick() {
        try {
            sampler.tick();
        } catch (RuntimeException | Error e) {
            // The executor would silently never call again.
            LOG.error("the sampler failed; it goes on", e);
        }
    }

    @Override
    public HealthResult check() {
        return sampler.check();
    }
}
