package io.smartpole.evidence;

import io.smartpole.core.evidence.BatchListener;
import io.smartpole.core.reading.Lane;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of each commit. A component of its own, which nobody needs: a listener needs the evidence, and a
 * circle of components that need each other does not start reliably.
 */
@Component(
        service = {},
        immediate = true)
public final class CommitBell {

    private static final Logger LOG = LoggerFactory.getLogger(CommitBell.class);

    private final EvidenceService evidence;
    private final List<BatchListener> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public CommitBell(@Reference EvidenceService evidence) {
        this.evidence = evidence;
    }

    @Activate
    void activate() {
        evidence.onCommit(this::ring);
    }

    @Deactivate
    void deactivate() {
        evidence.onCommit(lane -> {});
    }

    void ring(Lane lane) {
        for (BatchListener listener : listeners) {
            try {
                listener.onCommitted(lane);
            } catch (RuntimeException e) {
                LOG.error("{} failed when told of a commit", listener, e);
            }
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(BatchListener listener) {
        listeners.add(listener);
    }

    void removeListener(BatchListener listener) {
        listeners.remove(listener);
    }
}
