package io.smartpole.uplink;

import io.smartpole.core.evidence.BatchListener;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.PreviousRun;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.Link.Surroundings;
import io.smartpole.uplink.UplinkHealth.View;
import io.smartpole.uplink.drain.Budget;
import io.smartpole.uplink.drain.Suspects;
import io.smartpole.uplink.drain.Telemetry;
import io.smartpole.uplink.socket.Traffic;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
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
import org.osgi.service.metatype.annotations.Designate;
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
@Designate(ocd = UplinkConfig.class)
public final class Uplink implements ConfigurableComponent, Outbox, BatchListener, ReadingListener, HealthCheck {

    static final String PID = "smartpole.uplink";

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    private final TimeSource time;
    private final EvidenceLog evidence;
    private final String nonce;
    private final Traffic traffic = new Traffic();
    private final Counters counters = new Counters();
    private final Telemetry telemetry = new Telemetry();
    private final Budget budget = new Budget(traffic::out);
    private final Suspects suspects;
    private final Semaphore wake = new Semaphore(0);
    private final Switchboard switchboard;
    private final Configuration configuration;
    private final Thread thread = new Thread(this::run, "smartpole-uplink");

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<Inbound> inbound = List.of();

    private final Arrivals arrivals = new Arrivals(() -> inbound);

    private volatile @Nullable HardwareProfile profile;

    @Activate
    public Uplink(
            BundleContext context,
            @Reference TimeSource time,
            @Reference Pole pole,
            @Reference TransportKeys keys,
            @Reference EvidenceLog evidence,
            @Reference PreviousRun before) {
        this(
                context.getBundle().getVersion().toString(),
                DataFolder.of(context::getProperty, "uplink"),
                time,
                pole,
                keys,
                evidence,
                before,
                PahoConnection::new);
    }

    Uplink(
            String version,
            Path folder,
            TimeSource time,
            Pole pole,
            TransportKeys keys,
            EvidenceLog evidence,
            PreviousRun before,
            Dialer dialer) {
        this.time = time;
        this.evidence = evidence;
        this.suspects = new Suspects(folder.resolve("set-aside"), evidence);
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        this.nonce = HexFormat.of().formatHex(bytes);
        Surroundings around = new Surroundings(
                (target, lastWill) -> dialer.dial(target, lastWill, traffic),
                random,
                new Presence(time.boot().hex(), nonce, version, platform(), () -> profile, before::end),
                arrivals,
                counters,
                () -> time.now().sinceBoot(),
                wake::release);
        this.switchboard = new Switchboard(around, pole, evidence, telemetry, budget, suspects, time.now());
        this.configuration = new Configuration(keys, time, switchboard::configure);
    }

    private static String platform() {
        return "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version");
    }

    /** Makes connections whose bytes are counted. */
    @FunctionalInterface
    interface Dialer {

        Connection dial(Target target, byte[] lastWill, Traffic traffic);
    }

    @Activate
    void activate(UplinkConfig config) {
        configuration.accept(config);
        thread.setDaemon(true);
        thread.start();
    }

    @Modified
    void configure(UplinkConfig config) {
        configuration.accept(config);
    }

    @Deactivate
    void deactivate() {
        switchboard.stop();
        try {
            thread.join(LONGEST_STOP.toMillis());
            thread.interrupt(); // in case it still waits for something
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!switchboard.stopped()) {
            Duration sleep = step();
            try {
                if (wake.tryAcquire(sleep.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A service that fails now may work in a second; without this thread nothing would ever be sent again. */
    private Duration step() {
        try {
            Moment now = time.now();
            configuration.retry(now.sinceBoot());
            return switchboard.step(now);
        } catch (RuntimeException | Error e) {
            LOG.error("the uplink failed by its own fault, and goes on", e);
            return AFTER_A_FAULT;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setProfile(HardwareProfile inForce) {
        profile = inForce;
        switchboard.lookAgain();
    }

    @SuppressWarnings("ReferenceEquality") // the next service may hold an equal profile
    void unsetProfile(HardwareProfile former) {
        if (profile == former) {
            profile = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setCrypto(CryptoService crypto) {
        configuration.addCrypto(crypto);
    }

    void unsetCrypto(CryptoService crypto) {
        configuration.removeCrypto(crypto);
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        if (qos != 0 && qos != 1) {
            throw new IllegalArgumentException("qos must be 0 or 1, but is " + qos);
        }
        return switchboard.publish(topic, payload, qos, retain);
    }

    @Override
    public boolean reply(String endpoint, String topic, byte[] payload) {
        return switchboard.reply(endpoint, topic, payload);
    }

    @Override
    public int retrySetAside() {
        switchboard.retrySetAside();
        return suspects.count();
    }

    @Override
    public LinkStatus status() {
        Moment now = time.now();
        Duration acknowledged = counters.acknowledged;
        LinkFigures figures = new LinkFigures(
                counters.connects.get(),
                counters.failovers.get(),
                counters.published.get(),
                traffic.in(),
                traffic.out(),
                acknowledged == null ? null : now.sinceBoot().minus(acknowledged),
                suspects.count());
        return switchboard.situation().status(nonce, configuration.problem(), figures, now);
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
        Settings inForce = configuration.settings();
        Moment now = time.now();
        View view = new View(
                switchboard.situation(),
                configuration.problem(),
                configuration.notDecrypted(),
                inForce.acknowledge(),
                evidence.backlog(),
                suspects.count(),
                suspects.problem().orElse(null),
                budget.heldBack().orElse(null),
                arrivals.dropped(),
                inForce.expiries(now.instant()));
        return UplinkHealth.of(view, now);
    }
}
