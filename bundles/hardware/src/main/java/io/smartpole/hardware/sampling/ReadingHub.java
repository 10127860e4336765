package io.smartpole.hardware.sampling;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each reading to all listeners, one reading at a time, so that each sees a series in order.
 *
 * <p>A yes/no is read only when it changes. A listener that comes later is first told the present ones: a door that was
 * open at start is recorded, whichever bundle started first.
 *
 * <p>A component of its own, with no reference but to listeners: neither sampler nor lamp ever wait for one.
 */
@Component(service = ReadingHub.class, immediate = true)
public final class ReadingHub {

    private static final Logger LOG = LoggerFactory.getLogger(ReadingHub.class);

    private final Set<ReadingListener> listeners = new LinkedHashSet<>();
    private final Set<ReadingListener> complained = new LinkedHashSet<>();
    private final Map<Series, Reading> states = new LinkedHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addListener(ReadingListener listener) {
        if (listeners.add(listener)) {
            states.values().forEach(state -> tell(listener, state));
        }
    }

    public synchronized void removeListener(ReadingListener listener) {
        listeners.remove(listener);
        complained.remove(listener);
    }

    public synchronized void publish(Reading reading) {
        if (reading.value() instanceof Value.Flag) {
            states.put(reading.series(), reading);
        }
        listeners.forEach(listener -> tell(listener, reading));
    }

    /** Forgets a yes/no that nobody watches any more, so that it is told to no listener that comes later. */
    public synchronized void forget(Series series) {
        states.remove(series);
    }

    private void tell(ReadingListener listener, Reading reading) {
        try {
            listener.onReading(reading);
        } catch (RuntimeException | LinkageError e) {
            if (complained.add(listener)) {
                LOG.error(
                        "{} failed on {}; the other listeners go on, and this is not logged again",
                        listener.getClass().getName(),
                        reading.series().name(),
                        e);
            }
        }
    }
}
