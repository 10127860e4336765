package io.smartpole.remote;

import io.smartpole.core.config.ConfigurationListener;
import io.smartpole.core.config.ConfigurationReport;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Where the latest report on the configuration waits for the worker. It needs only the {@link Gate}: {@code configuration}
 * tells this one, the worker needs {@code configuration}, and a circle of components that need each other does not start
 * reliably.
 */
@Component(service = {ConfigurationListener.class, ReportBox.class})
public final class ReportBox implements ConfigurationListener {

    private final Gate gate;
    private volatile @Nullable ConfigurationReport latest;

    @Activate
    public ReportBox(@Reference Gate gate) {
        this.gate = gate;
    }

    @Override
    public void onReport(ConfigurationReport report) {
        latest = report;
        gate.wake();
    }

    /** @return null while there was none */
    @Nullable
    ConfigurationReport latest() {
        return latest;
    }
}
