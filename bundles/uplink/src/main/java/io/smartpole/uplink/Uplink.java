package io.smartpole.uplink;

import io.smartpole.core.evidence.BatchListener;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.time.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pole's connection to the platform: configuration, services and the thread that steps the {@link Link}. */
@Component(
        service = {
            ConfigurableComponent.class,
            Outbox.class,
            BatchListener.class,
            ReadingListener.class,
            HealthCheck.class
        },
        configurationPid = Uplink.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = HealthCheck.NAME + "=uplink")
@Designate(ocd = Uplink.Config.class)
public final class Uplink implements ConfigurableComponent, Outbox, BatchListener, ReadingListener, HealthCheck {

    static final String PID = "smartpole.uplink";

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    /** What can be set. The keys begin with the name of the slot: more brokers will stand beside cloud1. */
    @ObjectClassDefinition(
            id = PID,
            name = "Smart pole: connection to the platform",
            description = "The MQTT broker over which the platform receives readings and sends commands.")
    @interface Config {

        @AttributeDefinition(
                name = "Broker",
                description = "ssl://host:port, or tcp://host:port on this machine only. Empty: not connected; readings"
                        + " stay on the pole.",
                required = false)
        String cloud1_uri() default "";

        @AttributeDefinition(
                name = "Client id",
                description = "MQTT client id, at most 256 characters, different for each pole. Empty:"
                        + " smartpole-{site}-{pole}.",
                required = false)
        String cloud1_client$_$id() default "";

        @AttributeDefinition(
                name = "User name",
                description = "Empty: log in without user name and password.",
                required = false)
        String cloud1_user() default "";

        @AttributeDefinition(
                name = "Password",
                description = "Belongs to the user name.",
                type = AttributeType.PASSWORD,
                required = false)
        String cloud1_password() default "";

        @AttributeDefinition(
                name = "Keep alive [s]",
                description = "A silent connection is checked this often. 5 to 1200 seconds.",
                min = "5",
                max = "1200")
        int cloud1_keep$_$alive() default 60;

        @AttributeDefinition(
                name = "Batches are freed by",
                description = "What allows a stored batch of readings to be deleted: the platform's signed receipt, or"
                        + " only the broker's acknowledgement, for a broker that is trusted to be durable.",
                options = {
                    @Option(label = "the platform's signed receipt", value = "platform"),
                    @Option(label = "the broker's acknowledgement (PUBACK)", value = "puback")
                })
        String acknowledge() default "platform";
    }

    private final TimeSource time;
    private final EvidenceLog evidence;
    private final String nonce;
    private final Telemetry telemetry = new Telemetry();
    private final Semaphore wake = new Semaphore(0);
    private final Link link;
    private final Thread thread = new Thread(this::run, "smartpole-uplink");

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<Inbound> inbound = List.of();

    private volatile @Nullable HardwareProfile profile;
    private volatile Settings settings = Settings.NONE;
    private volatile @Nullable String misconfigured;

    @Activate
    public Uplink(
            BundleContext context, @Reference TimeSource time, @Reference Pole pole, @Reference EvidenceLog evidence) {
        this(context.getBundle().getVersion().toString(), time, pole, evidence, PahoConnection::new);
    }

    Uplink(String version, TimeSource time, Pole pole, EvidenceLog evidence, Connection.Factory connections) {
        this.time = time;
        this.evidence = evidence;
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        this.nonce = HexFormat.of().formatHex(bytes);
        this.link = new Link(
                connections,
                random,
                pole,
                evidence,
                new Presence(time.boot().hex(), nonce, version, () -> profile),
                new Arrivals(() -> inbound),
                telemetry,
                wake::release,
                time.now());
    }

    @Activate
    void activate(Config config) {
        configure(config);
        thread.setDaemon(true);
        thread.start();
    }

    @Modified
    void configure(Config config) {
        try {
            Settings next = Settings.of(config);
            misconfigured = null;
            if (!next.equals(settings)) {
                settings = next;
                link.configure(next);
            }
        } catch (IllegalArgumentException e) {
            misconfigured = e.getMessage();
            LOG.warn("{} is not accepted: {}. The last good configuration stays in use", PID, misconfigured);
        }
    }

    @Deactivate
    void deactivate() {
        link.stop();
        try {
            thread.join(LONGEST_STOP.toMillis());
            thread.interrupt(); // in case it still waits for something
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!link.stopped()) {
            Duration sleep = link.step(time.now());
            try {
                if (wake.tryAcquire(sleep.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setProfile(HardwareProfile inForce) {
        profile = inForce;
        wake.release();
    }

    @SuppressWarnings("ReferenceEquality") // the next service may hold an equal profile
    void unsetProfile(HardwareProfile former) {
        if (profile == former) {
            profile = null;
        }
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        if (qos != 0 && qos != 1) {
            throw new IllegalArgumentException("qos must be 0 or 1, but is " + qos);
        }
        return link.publish(topic, payload, qos, retain);
    }

    @Override
    public LinkStatus status() {
        Standing standing = link.standing();
        return new LinkStatus(
                standing.state() == LinkState.ONLINE,
                standing.endpoint(),
                link.connects(),
                link.published(),
                nonce,
                problem(standing));
    }

    private @Nullable String problem(Standing standing) {
        if (standing.problem() != null) {
            return standing.problem().what();
        }
        return misconfigured == null && standing.state() == LinkState.DISABLED
                ? "no broker is configured"
                : misconfigured;
    }

    @Override
    public void onCommitted(Lane lane) {
        wake.release();
    }

    @Override
    public void onReading(Reading reading) {
        if (telemetry.offer(reading)) {
            wake.release();
        }
    }

    @Override
    public HealthResult check() {
        return UplinkHealth.of(link.standing(), misconfigured, settings.acknowledge(), evidence.backlog(), time.now());
    }
}
