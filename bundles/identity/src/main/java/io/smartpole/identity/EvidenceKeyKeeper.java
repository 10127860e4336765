package io.smartpole.identity;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.EvidenceKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the service {@link EvidenceKey}, if the key can be had. Without it there is no evidence and no uplink, and so the
 * checks of those are missing too: this one says why, wherever the pole's health can still be read.
 */
@Component(service = HealthCheck.class, immediate = true, property = HealthCheck.NAME + "=evidence-key")
public final class EvidenceKeyKeeper implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeyKeeper.class);

    private final @Nullable ServiceRegistration<EvidenceKey> offered;
    private final HealthResult health;

    @Activate
    public EvidenceKeyKeeper(BundleContext context) {
        ServiceRegistration<EvidenceKey> registration = null;
        HealthResult result;
        try {
            PoleKeys key = new PoleKeys(context);
            registration = context.registerService(EvidenceKey.class, key, null);
            result = HealthResult.ok(
                    "evidence is signed with the key " + key.id().hex());
        } catch (IOException e) {
            LOG.error("no evidence is recorded and nothing is sent, since its key cannot be read or made", e);
            result = HealthResult.critical(
                    "no evidence is recorded and nothing is sent, since its key cannot be read or made: " + e,
                    "check disk and access rights in the data folder identity/, then restart the gateway");
        }
        offered = registration;
        health = result;
    }

    @Deactivate
    void deactivate() {
        if (offered != null) {
            offered.unregister();
        }
    }

    @Override
    public HealthResult check() {
        return health;
    }
}
