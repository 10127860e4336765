package io.smartpole.health.host;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells which software runs, and whether all of it does. */
@Component(property = HealthCheck.NAME + "=software")
public final class SoftwareCheck implements HealthCheck {

    private static final String OURS = "io.smartpole.";

    /** So long some of it may still be on its way. */
    static final Duration STARTING = Duration.ofMinutes(1);

    private final BundleContext context;
    private final TimeSource time;

    @Activate
    public SoftwareCheck(BundleContext context, @Reference TimeSource time) {
        this.context = context;
        this.time = time;
    }

    @Override
    public HealthResult check() {
        Moment now = time.now();
        List<Bundle> ours = Arrays.stream(context.getBundles())
                .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith(OURS))
                .toList();
        TreeSet<String> versions = new TreeSet<>();
        ours.forEach(bundle -> versions.add(bundle.getVersion().toString()));
        String text = "version " + String.join(" and ", versions) + since(now);
        List<String> idle = ours.stream()
                .filter(SoftwareCheck::idle)
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
        if (!idle.isEmpty() && running(now)) {
            return HealthResult.critical(
                    text + "; these parts do not run: " + String.join(", ", idle),
                    "look into the log for the reason, then restart the gateway; if they stay so, install the software anew");
        }
        if (versions.size() > 1) {
            return HealthResult.warn(
                    text + ": parts of different versions run together",
                    "install one version of the software as a whole");
        }
        return HealthResult.ok(text);
    }

    /** At start and at stop it is right that some of it does not run. */
    private boolean running(Moment now) {
        return now.sinceBoot().compareTo(STARTING) >= 0 && context.getBundle(0).getState() == Bundle.ACTIVE;
    }

    private static boolean idle(Bundle bundle) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        return !fragment && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING;
    }

    private static String since(Moment now) {
        return now.trusted()
                ? " runs since "
                        + now.instant()
                                .minus(now.sinceBoot())
                                .truncatedTo(ChronoUnit.MINUTES)
                                .toString()
                                .replace(":00Z", "Z")
                : " runs for " + now.sinceBoot().toMinutes() + " min";
    }
}
