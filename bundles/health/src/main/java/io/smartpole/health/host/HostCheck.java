package io.smartpole.health.host;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Looks at the computer that the gateway runs on. */
@Component(property = HealthCheck.NAME + "=host")
public final class HostCheck implements HealthCheck {

    @Override
    public HealthResult check() {
        return HostState.read(Path.of("/")).health();
    }
}
