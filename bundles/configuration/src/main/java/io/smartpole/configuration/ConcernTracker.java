package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.keys.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what can be set in the bundles that are there, running or not: their {@code smartpole.*} metatype files. */
final class ConcernTracker extends BundleTracker<List<Concern>> {

    private static final Logger LOG = LoggerFactory.getLogger(ConcernTracker.class);
    private static final int PRESENT = Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

    ConcernTracker(BundleContext context) {
        super(context, PRESENT, null);
    }

    /** @return by PID */
    SortedMap<String, Concern> concerns() {
        SortedMap<String, Concern> concerns = new TreeMap<>();
        for (List<Concern> ofBundle : getTracked().values()) {
            ofBundle.forEach(concern -> concerns.putIfAbsent(concern.pid(), concern));
        }
        return concerns;
    }

    @Override
    public @Nullable List<Concern> addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        List<Concern> concerns = new ArrayList<>();
        // The file is named after the PID: that is Kura's rule.
        Enumeration<URL> files = bundle.findEntries("OSGI-INF/metatype", "smartpole.*.xml", false);
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
            try (InputStream in = file.openStream()) {
                concerns.addAll(MetatypeFile.read(in, writer(bundle)));
            } catch (IOException | IllegalArgumentException e) {
                LOG.error(
                        "{} of bundle {} cannot be read, so what it describes cannot be set: {}. Correct the bundle",
                        file.getPath(),
                        bundle.getSymbolicName(),
                        e.getMessage());
            }
        }
        return concerns.isEmpty() ? null : concerns;
    }

    private static Role writer(Bundle bundle) {
        String label = bundle.getHeaders("").get(Concern.WRITER_HEADER);
        try {
            return label == null ? Role.CONFIG : Role.of(label.strip());
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "header {} of bundle {}: {}. Until that is corrected, only keys with role identity set its concerns",
                    Concern.WRITER_HEADER,
                    bundle.getSymbolicName(),
                    e.getMessage());
            return Role.IDENTITY; // the fewest have it
        }
    }
}
