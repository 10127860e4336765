package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationListener;
import io.smartpole.core.config.ConfigurationReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener each report once, and a new listener the latest. */
final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private record Told(@Nullable ConfigurationReport report) {}

    private static final Told NOTHING = new Told(null);

    private final Map<ConfigurationListener, Told> listeners = new ConcurrentHashMap<>();

    // What the latest report was made of; it costs some effort, so it is not made anew each second.
    private @Nullable Verdict verdict;
    private @Nullable Object stored;
    private @Nullable List<Refused> refused;
    private int bundles;
    private @Nullable ConfigurationReport latest;

    void add(ConfigurationListener listener) {
        listeners.put(listener, NOTHING);
    }

    void remove(ConfigurationListener listener) {
        listeners.remove(listener);
    }

    /**
     * @param now what may be new
     * @param changes counts the changes of the bundles that are there
     */
    void tell(Book now, int changes, Supplier<ConfigurationReport> maker) {
        ConfigurationReport report = latest;
        if (report == null
                || !now.verdict().equals(verdict)
                || stored != now.stored()
                || !now.outside().refused().equals(refused)
                || bundles != changes) {
            verdict = now.verdict();
            stored = now.stored();
            refused = now.outside().refused();
            bundles = changes;
            report = maker.get();
            latest = report;
        }
        for (Map.Entry<ConfigurationListener, Told> each : listeners.entrySet()) {
            if (!report.equals(each.getValue().report())) {
                tell(each.getKey(), each.getValue(), report);
            }
        }
    }

    private void tell(ConfigurationListener listener, Told former, ConfigurationReport report) {
        listeners.replace(listener, former, new Told(report));
        try {
            listener.onReport(report);
        } catch (RuntimeException e) { // one that fails must not keep the others from being told
            LOG.error("a listener to the configuration failed", e);
        }
    }
}
