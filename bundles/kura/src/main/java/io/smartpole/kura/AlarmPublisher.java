package io.smartpole.kura;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what changes in the pole's health through a cloud publisher of Kura. */
@Component(
        name = AlarmPublisher.PID, // Kura's console looks for the reference in the component with the name of the PID
        service = {ConfigurableComponent.class, ReadingListener.class, HealthCheck.class},
        configurationPid = AlarmPublisher.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = HealthCheck.NAME + "=kura")
@Designate(ocd = AlarmPublisher.Config.class)
public final class AlarmPublisher implements ConfigurableComponent, ReadingListener, HealthCheck {

    static final String PID = "smartpole.kura";

    private static final Logger LOG = LoggerFactory.getLogger(AlarmPublisher.class);

    /** What can be set. */
    @ObjectClassDefinition(
            id = PID,
            name = "Smart pole: alarms over Kura's cloud connection",
            description = "Publishes a message through a cloud publisher of Kura whenever a part of the pole gets worse"
                    + " or better. The connection to the city's platform does not need it.")
    @interface Config {

        // Kura's console offers the publishers that there are for a key that ends so, and the reference of that name is
        // bound to the one that was chosen.
        @AttributeDefinition(
                name = "Cloud publisher",
                description = "Through which cloud publisher alarms go: create it under Cloud Connections, then select"
                        + " it here. (kura.service.pid=changeme) stands for none: then no alarms are published.")
        String CloudPublisher_target() default Target.NONE;
    }

    private final ExecutorService worker;
    private final AlarmQueue queue = new AlarmQueue();
    private volatile @Nullable CloudPublisher publisher;
    private volatile String target = "";

    /** What became of the latest attempt; null if it was well. */
    private volatile @Nullable String failure;

    public AlarmPublisher() {
        this(worker());
    }

    AlarmPublisher(ExecutorService worker) {
        this.worker = worker;
    }

    /** One thread, only while there is something to publish. One more round that waits is enough: it publishes all. */
    private static ExecutorService worker() {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                task -> {
                    Thread thread = new Thread(task, "smartpole-kura");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    @Activate
    @Modified
    void configure(Config config) {
        String given = config.CloudPublisher_target();
        target = given == null ? "" : given;
        if (!Target.valid(target)) {
            LOG.warn("{}: {} is '{}', but must be {}", PID, TargetRule.KEY, target, Target.EXPECTED);
        }
        if (!publishes()) {
            queue.clear(); // whoever chooses one next year wants no alarms of today
            failure = null;
        }
        worker.execute(this::publishAll);
    }

    @Deactivate
    void deactivate() {
        worker.shutdownNow();
    }

    @Reference(name = "CloudPublisher", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setPublisher(CloudPublisher next) {
        publisher = next;
        worker.execute(this::publishAll);
    }

    void unsetPublisher(CloudPublisher former) {
        if (former.equals(publisher)) { // SCR binds the next one first
            publisher = null;
        }
    }

    private boolean publishes() {
        return Target.chosen(target) && Target.valid(target);
    }

    @Override
    public void onReading(Reading reading) {
        Alarm alarm = publishes() ? Alarm.of(reading).orElse(null) : null;
        if (alarm != null) {
            queue.add(alarm);
            worker.execute(this::publishAll);
        }
    }

    /** What is not taken is tried again with the next alarm, or when the publisher comes back. */
    private void publishAll() {
        CloudPublisher to = publisher;
        if (to == null || !publishes()) {
            return;
        }
        for (Alarm next = queue.poll(); next != null; next = queue.poll()) {
            try {
                to.publish(next.toMessage());
                failure = null;
            } catch (Exception e) { // Kura's own, and whatever a publisher throws that is going away just now
                if (!publishes()) {
                    return; // somebody chose none meanwhile
                }
                queue.putBack(next);
                if (failure == null) {
                    LOG.warn("alarms wait, since the cloud publisher {} does not take them: {}", target, e.toString());
                }
                failure = e.getMessage() == null ? e.toString() : e.getMessage();
                return;
            }
        }
    }

    @Override
    public HealthResult check() {
        if (!Target.valid(target)) {
            return HealthResult.warn(
                    "%s: %s is '%s', but must be %s; no alarms are published"
                            .formatted(PID, TargetRule.KEY, target, Target.EXPECTED),
                    "select a cloud publisher in Kura's console");
        }
        if (!Target.chosen(target)) {
            return HealthResult.ok("no cloud publisher is chosen, so no alarms go over Kura's cloud connections");
        }
        String lost = queue.dropped() == 0 ? "" : "; " + queue.dropped() + " older alarms were given up since start";
        String waiting = queue.size() + " alarms wait" + lost;
        if (publisher == null) {
            return HealthResult.warn(
                    "there is no cloud publisher " + target + "; " + waiting,
                    "create it under Cloud Connections, or select another one in Kura's console");
        }
        String failed = failure;
        if (failed != null) {
            return HealthResult.warn(
                    "the cloud publisher %s does not take alarms: %s; %s".formatted(target, failed, waiting),
                    "look after that cloud connection in Kura's console");
        }
        return HealthResult.ok("alarms go to the cloud publisher " + target + lost);
    }
}
