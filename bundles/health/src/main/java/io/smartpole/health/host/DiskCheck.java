package io.smartpole.health.host;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Looks whether there is room left for what must survive a restart. */
@Component(property = HealthCheck.NAME + "=disk")
public final class DiskCheck implements HealthCheck {

    private final Path folder;

    @Activate
    public DiskCheck(BundleContext context) {
        this(DataFolder.of(context::getProperty, ""));
    }

    DiskCheck(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public HealthResult check() {
        try {
            return DiskState.read(folder).health(folder);
        } catch (IOException e) {
            return HealthResult.critical(
                    "the disk of %s does not answer: %s".formatted(folder, e),
                    "check the SD card, and the access rights of the data folder");
        }
    }
}
