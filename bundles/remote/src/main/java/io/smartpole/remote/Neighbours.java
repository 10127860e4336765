package io.smartpole.remote;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follow-me light: raises the light when a neighbouring pole says that somebody comes, and tells the neighbours so. */
@Component(service = HealthCheck.class, immediate = true, property = HealthCheck.NAME + "=neighbours")
public final class Neighbours implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    /** So often it is looked whether something is to be said again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ZoneMailbox mailbox;
    private final TimeSource time;
    private final Pole pole;
    private final Outbox outbox;
    private final ZoneTalk talk;
    private final Thread worker = new Thread(this::work, "neighbours");

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Lighting lighting;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HardwareProfile profile;

    @Activate
    public Neighbours(
            @Reference ZoneMailbox mailbox,
            @Reference TimeSource time,
            @Reference Pole pole,
            @Reference Outbox outbox) {
        this.mailbox = mailbox;
        this.time = time;
        this.pole = pole;
        this.outbox = outbox;
        this.talk = new ZoneTalk(time.boot());
    }

    @Activate
    void start() {
        worker.start();
    }

    @Deactivate
    void stop() {
        worker.interrupt();
    }

    private void work() {
        try {
            while (true) {
                step(mailbox.next(PATIENCE));
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    /** One step of the worker. */
    void step(ZoneMailbox.@Nullable Item item) {
        try {
            PoleIdentity own = pole.identity();
            Duration now = time.now().sinceBoot();
            Set<String> detectors = detectors();
            if (item instanceof ZoneMailbox.Heard heard) {
                talk.hear(heard.message(), own, now).ifPresent(this::raise);
            } else if (item instanceof ZoneMailbox.Seen seen && detectors.contains(seen.component())) {
                talk.see(seen.component(), seen.somebody());
            }
            for (ZoneTalk.Saying saying : talk.speak(own, detectors, now)) {
                outbox.publish(saying.topic(), saying.payload(), 0, false);
            }
        } catch (RuntimeException e) {
            LOG.error("something that was heard or seen could not be followed; the next is taken", e);
        }
    }

    private void raise(Duration ttl) {
        Lighting light = lighting;
        if (light != null) {
            light.request(new LightRequest.Approach(ttl));
        }
    }

    private Set<String> detectors() {
        HardwareProfile inForce = profile;
        return inForce == null
                ? Set.of()
                : inForce.inputs().stream()
                        .filter(input -> input.kind() == Input.Kind.PRESENCE)
                        .map(Input::name)
                        .collect(Collectors.toSet());
    }

    @Override
    public HealthResult check() {
        ZoneTalk.Figures figures = talk.figures();
        long dropped = figures.dropped() + mailbox.dropped();
        String text = figures.believed() + " messages of neighbours heeded and " + dropped + " dropped since start";
        return HealthResult.ok(
                figures.lastDrop().isEmpty()
                        ? text
                        : text + "; the last was not believed because " + figures.lastDrop());
    }
}
