package io.smartpole.health;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts on record what the gateway says about itself: readings {@code health/...}, which become signed evidence. */
@Component(service = Records.class)
public final class Records {

    /** Room for a mark of the one who cuts. */
    public static final int LONGEST = 1000;

    private static final String COMPONENT = "health";
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    private final TimeSource time;
    private final List<ReadingListener> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public Records(@Reference TimeSource time) {
        this.time = time;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addListener(ReadingListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ReadingListener listener) {
        listeners.remove(listener);
    }

    /**
     * @param quantity a name as in topics, such as that of a check
     * @param text longer than {@link #LONGEST}, it is cut
     */
    public void tell(Lane lane, String quantity, String text) {
        String told = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        Reading reading = new Reading(new Series(COMPONENT, quantity, null), Value.of(told), time.world(), lane);
        for (ReadingListener listener : listeners) {
            try {
                listener.onReading(reading);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn(
                        "{} failed on {}",
                        listener.getClass().getName(),
                        reading.series().name(),
                        e);
            }
        }
    }
}
