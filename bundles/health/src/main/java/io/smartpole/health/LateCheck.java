package io.smartpole.health;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A check that is got from the framework at its first question. Got when it appears, its component would be made while
 * that of the rounds is, and one that wants to know the health of the gateway could not be. Asked one question at a time.
 */
final class LateCheck implements HealthCheck {

    private final BundleContext context;
    private final ServiceReference<HealthCheck> reference;
    private volatile @Nullable HealthCheck check;

    LateCheck(BundleContext context, ServiceReference<HealthCheck> reference) {
        this.context = context;
        this.reference = reference;
    }

    @Override
    public HealthResult check() {
        HealthCheck known = check;
        if (known == null) {
            known = context.getService(reference);
            check = known;
        }
        return known == null
                ? HealthResult.critical(
                        "it does not start, or is just going away",
                        "if it stays so, look into the log, then restart the gateway")
                : known.check();
    }
}
