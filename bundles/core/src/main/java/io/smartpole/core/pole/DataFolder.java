package io.smartpole.core.pole;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where each concern keeps what must survive a restart: one folder each below the gateway's data folder. */
public final class DataFolder {

    /** Framework or system property that names the data folder. */
    public static final String PROPERTY = "smartpole.data";

    private static final String DEFAULT = "/var/lib/smartpole";

    private DataFolder() {}

    /**
     * @param properties usually {@code bundleContext::getProperty}
     * @param concern such as {@code evidence}
     * @return the folder; it may not exist yet
     */
    public static Path of(UnaryOperator<@Nullable String> properties, String concern) {
        String data = properties.apply(PROPERTY);
        return Path.of(data == null ? DEFAULT : data).resolve(concern);
    }
}
