package io.smartpole.simulation;

import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Tells whoever started the demo that it runs, by one line on standard output: {@code READY http://localhost:8080}, or
 * only {@code READY} when there is no console. It comes with the first reading of a chip, when the whole way from it
 * works.
 */
@Component(service = ReadingListener.class, immediate = true)
public final class ReadyLine implements ReadingListener {

    /** Framework property: port of the gateway's own console. */
    private static final String PORT = "smartpole.http.port";

    private final String line;
    private final AtomicBoolean said = new AtomicBoolean();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HardwareProfile profile;

    @Activate
    public ReadyLine(BundleContext bundle) {
        String port = bundle.getProperty(PORT);
        line = port == null || port.isEmpty() ? "READY" : "READY http://localhost:" + port;
    }

    @Override
    public void onReading(Reading reading) {
        if (!said.get() && isOfChip(reading) && said.compareAndSet(false, true)) {
            System.out.println(line);
        }
    }

    private boolean isOfChip(Reading reading) {
        HardwareProfile current = profile;
        return current != null
                && current.sensors().stream()
                        .filter(sensor -> sensor.bus() >= 0)
                        .anyMatch(
                                sensor -> sensor.name().equals(reading.series().component()));
    }
}
