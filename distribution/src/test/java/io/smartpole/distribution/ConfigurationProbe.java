package io.smartpole.distribution;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.Configurations;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle for {@link ConfigurationIT}: changes the configuration of the gateway in which it is, and tells the log what
 * became of it.
 */
public final class ConfigurationProbe implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Configurations configurations = context.getService(context.getServiceReference(Configurations.class));
        say("default level " + value(configurations, "smartpole.lighting", "default.level"));
        for (Concern concern : configurations.concerns()) {
            say("unchanged " + concern.pid() + " "
                    + configurations.apply(Map.of(concern.pid(), Map.of()), Origin.ON_SITE));
        }
        say("out of range "
                + configurations.apply(
                        Map.of(
                                "smartpole.lighting", Map.of("default.level", 120),
                                "smartpole.evidence", Map.of("batch.interval", 7)),
                        Origin.ON_SITE));
        say("floor "
                + configurations.apply(Map.of("smartpole.lighting", Map.of("commissioned.floor", 1)), Origin.PLATFORM));
        say("untouched " + value(configurations, "smartpole.evidence", "batch.interval"));
        say("good " + configurations.apply(Map.of("smartpole.lighting", Map.of("default.level", 90)), Origin.PLATFORM));
        say("end");
    }

    @Override
    public void stop(BundleContext context) {}

    private static @Nullable Object value(Configurations configurations, String pid, String key) {
        return Objects.requireNonNull(configurations.effective().get(pid), pid).get(key);
    }

    private static void say(String text) {
        System.err.println("probe: " + text);
    }
}
