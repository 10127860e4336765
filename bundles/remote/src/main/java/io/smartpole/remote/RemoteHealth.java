package io.smartpole.remote;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * How admission is doing. Apart from {@link Remote}, which needs services that look at all health checks: so nobody stands in
 * a circle.
 */
@Component(
        service = {HealthCheck.class, RemoteHealth.class},
        property = HealthCheck.NAME + "=remote")
public final class RemoteHealth implements HealthCheck {

    private static final int LONGEST = 300;

    private final Gate gate;
    private volatile boolean running;
    private volatile @Nullable String problem;
    private volatile int refused;
    private volatile String lastRefusal = "";

    @Activate
    public RemoteHealth(@Reference Gate gate) {
        this.gate = gate;
    }

    /** @param trouble why commands are not obeyed; null if they are */
    void started(@Nullable String trouble) {
        problem = trouble;
        running = true;
    }

    void stopped() {
        running = false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes it
    void refused(Refusal refusal) {
        refused++;
        lastRefusal = Texts.shorten(refusal.reason() + ": " + refusal.text(), LONGEST);
    }

    @Override
    public HealthResult check() {
        String trouble = problem;
        if (!running) {
            return HealthResult.warn(
                    "nothing from outside is taken in: the trust set, the pole's identity or the uplink is not running",
                    "look in the log which of them did not start, and restart the gateway");
        }
        if (trouble != null) {
            return HealthResult.critical(trouble, "check the disk and its permissions, then restart the gateway");
        }
        String figures = refused + " documents refused and " + gate.dropped() + " messages dropped since start";
        return HealthResult.ok(refused == 0 ? figures : figures + "; the last refusal was " + lastRefusal);
    }
}
