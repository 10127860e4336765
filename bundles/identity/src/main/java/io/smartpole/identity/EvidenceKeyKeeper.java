package io.smartpole.identity;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the services {@link EvidenceKey} and {@link EvidenceKeys}, if the key can be had. Without it there is no evidence
 * and no uplink, and so the checks of those are missing too: this one says why, wherever the pole's health can still be
 * read.
 */
@Component(service = HealthCheck.class, immediate = true, property = HealthCheck.NAME + "=evidence-key")
public final class EvidenceKeyKeeper implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeyKeeper.class);

    private final @Nullable ServiceRegistration<?> offered;
    private final Supplier<HealthResult> health;

    @Activate
    public EvidenceKeyKeeper(BundleContext context) {
        ServiceRegistration<?> registration = null;
        Supplier<HealthResult> result;
        try {
            PoleKeys keys = new PoleKeys(context);
            registration = context.registerService(
                    new String[] {EvidenceKey.class.getName(), EvidenceKeys.class.getName()}, keys, null);
            result = () -> HealthResult.ok(
                    "evidence is signed with the key " + keys.id().hex() + since(keys));
        } catch (IOException e) {
            LOG.error("no evidence is recorded and nothing is sent, since its key cannot be read or made", e);
            HealthResult failure = HealthResult.critical(
                    "no evidence is recorded and nothing is sent, since its key cannot be read or made: " + e,
                    "check disk and access rights in the data folder identity/, then restart the gateway");
            result = () -> failure;
        }
        offered = registration;
        health = result;
    }

    private static String since(PoleKeys keys) {
        return keys.since()
                .map(since -> " since " + LocalDate.ofInstant(since, ZoneOffset.UTC))
                .orElse("");
    }

    @Deactivate
    void deactivate() {
        if (offered != null) {
            offered.unregister();
        }
    }

    @Override
    public HealthResult check() {
        return health.get();
    }
}
