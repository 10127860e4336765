package io.smartpole.standin;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.EvidenceKeys;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.PoleClaim;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.NextKey;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for the city and its platform in the demo: claims a new pole with demo keys, runs a broker, receives the
 * evidence and receipts it. All of it happens on one thread of its own, so it holds up nobody's start.
 */
@Component(
        service = {ConfigurableComponent.class, HealthCheck.class},
        configurationPid = "smartpole.standin",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = HealthCheck.NAME + "=standin",
        immediate = true)
@Designate(ocd = StandIn.Config.class)
public final class StandIn implements ConfigurableComponent, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StandIn.class);
    private static final long LARGEST_FILE = 64L << 20;
    private static final int HIGHEST_PORT = 65535;

    @ObjectClassDefinition(
            id = "smartpole.standin",
            name = "Smart pole: stand-in for the platform",
            description =
                    "For training and trials, not for a real pole: plays the city's platform on this machine, with an"
                            + " MQTT broker and a receiver of its own.")
    @interface Config {
        @AttributeDefinition(
                name = "MQTT port",
                description =
                        "TCP port of the broker on 127.0.0.1, 0 to 65535. 0: no broker, for when the gateway talks to"
                                + " another one.",
                min = "0",
                max = "65535")
        int port() default 1883;
    }

    private final Pole pole;
    private final PoleClaim claim;
    private final TrustSet trust;
    private final EvidenceKeys evidenceKeys;
    private final TimeSource time;
    private final Path folder;
    private final ReceivedFile file;
    private final ExecutorService worker;

    /** Used by the worker alone. */
    private final Map<KeyId, byte[]> registered = new HashMap<>();

    private volatile @Nullable Platform platform;
    private volatile @Nullable Broker broker;

    /** The port configured last; -1 before the first. */
    private volatile int port = -1;

    private volatile @Nullable String badPort;

    /** Why there is no platform or no broker; null if that is as configured. */
    private volatile @Nullable HealthResult failure;

    /** What there is after a good start. */
    private record Platform(KeyId key, Receiver receiver) {}

    @Activate
    public StandIn(
            @Reference Pole pole,
            @Reference PoleClaim claim,
            @Reference TrustSet trust,
            @Reference EvidenceKeys evidenceKeys,
            @Reference TimeSource time,
            BundleContext context) {
        this(
                pole,
                claim,
                trust,
                evidenceKeys,
                time,
                DataFolder.of(context::getProperty, "standin"),
                Executors.newSingleThreadExecutor(task -> new Thread(task, "smartpole-standin")));
    }

    StandIn(
            Pole pole,
            PoleClaim claim,
            TrustSet trust,
            EvidenceKeys evidenceKeys,
            TimeSource time,
            Path folder,
            ExecutorService worker) {
        this.pole = pole;
        this.claim = claim;
        this.trust = trust;
        this.evidenceKeys = evidenceKeys;
        this.time = time;
        this.folder = folder;
        this.worker = worker;
        file = new ReceivedFile(folder, LARGEST_FILE);
    }

    @Activate
    void activate(Config config) {
        worker.execute(this::claimPole);
        modified(config);
    }

    @Modified
    void modified(Config config) {
        int wanted;
        try {
            wanted = config.port();
        } catch (
                RuntimeException e) { // Declarative Services throws a type of its own when what was stored is no number
            refuse("no whole number");
            return;
        }
        if (wanted < 0 || wanted > HIGHEST_PORT) {
            refuse(Integer.toString(wanted));
            return;
        }
        badPort = null;
        worker.execute(() -> listenOn(wanted));
    }

    private void refuse(String given) {
        badPort = "smartpole.standin: port is " + given + ", but must be 0 to " + HIGHEST_PORT;
        LOG.warn("{}; the broker stays as it is", badPort);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        worker.execute(() -> {
            closeBroker();
            // No message comes any more; those that wait are still received.
            worker.execute(this::closeFile);
            worker.shutdown();
        });
        if (!worker.awaitTermination(30, TimeUnit.SECONDS)) {
            LOG.warn("the stand-in's broker did not end within 30 s");
        }
    }

    private void claimPole() {
        try {
            DemoKeys keys = DemoKeys.loadOrCreate(folder);
            if (!claim.claimed()) {
                claimWith(keys);
                LOG.info("claimed this pole with demo keys from {}; a real city keeps its keys elsewhere", folder);
            }
            registerKeys();
            EvidenceReceiver evidence = new EvidenceReceiver(this::registeredKey, this::succeed);
            Receiver receiver = new Receiver(evidence, file, keys.platform(), time, this::publish, worker);
            platform = new Platform(keys.platform().id(), receiver);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            fail("the demo's platform cannot begin: " + e.getMessage(), "see the message, then start again");
        }
    }

    private void claimWith(DemoKeys keys) {
        PoleIdentity addressed = pole.identity();
        try {
            claim.claim(
                    keys.root().publicKey(),
                    keys.trustDocument(Topics.of(addressed), time.now().instant()));
        } catch (IllegalArgumentException e) {
            if (pole.identity().equals(addressed)) {
                throw e;
            }
            // Somebody named the pole meanwhile, so the document was for another one.
            claimWith(keys);
        }
    }

    /** A real city registers the key of each pole when it claims it; this one has one pole, and asks it at each start. */
    private void registerKeys() {
        register(evidenceKeys.current().publicKey());
        evidenceKeys.former().forEach(this::register);
    }

    private void register(byte[] publicKey) {
        registered.put(KeyId.ofKey(publicKey), publicKey);
    }

    private Optional<byte[]> registeredKey(KeyId id) {
        return Optional.ofNullable(registered.get(id));
    }

    /** Later keys are made known by the key before, as they would be to a real city. */
    private void succeed(NextKey next) {
        register(next.publicKey());
        LOG.info(
                "the pole's key {} hands over to {}",
                next.former().hex(),
                next.id().hex());
    }

    private void listenOn(int wanted) {
        Platform current = platform;
        boolean asItIs = wanted == port && (broker != null || wanted == 0);
        if (current == null || asItIs) {
            return;
        }
        closeBroker();
        failure = null;
        port = wanted;
        if (wanted == 0) {
            return;
        }
        try {
            broker = Broker.start(wanted, current.receiver()::onPublish, this::startAgain);
            LOG.info("the demo's broker listens on tcp://{}:{}, without encryption or password", Broker.HOST, wanted);
        } catch (IOException e) {
            fail(
                    String.valueOf(e.getMessage()),
                    "end the program that uses this port, or set port of smartpole.standin to another one and cloud1.uri of"
                            + " smartpole.uplink to the same");
        }
    }

    /** Moquette goes on with fewer threads, and those whose thread is gone would wait for ever. */
    void startAgain(Throwable error) {
        LOG.warn("the demo's broker broke inside and is started again; its clients connect anew", error);
        worker.execute(() -> {
            closeBroker();
            listenOn(port);
        });
    }

    private void fail(String what, String action) {
        failure = HealthResult.critical(what, action);
        LOG.error("{}: {}", what, action);
    }

    private void publish(String topic, byte[] payload) {
        Broker current = broker;
        if (current != null) {
            current.publish(topic, payload, false);
        }
    }

    private void closeBroker() {
        Broker current = broker;
        broker = null;
        if (current != null) {
            current.close();
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed: {}", folder, e.toString());
        }
    }

    @Override
    public HealthResult check() {
        HealthResult failed = failure;
        if (failed != null) {
            return failed;
        }
        Platform current = platform;
        if (current == null) {
            return HealthResult.ok("starting");
        }
        if (trust.find(current.key()).isEmpty()) {
            return HealthResult.critical(
                    "this pole was claimed with other keys than those in " + folder
                            + ": it refuses the stand-in's receipts",
                    "put the old keys back, or delete the whole data folder to begin the demo anew");
        }
        String notStored = current.receiver().problem();
        if (notStored != null) {
            return HealthResult.critical(notStored, "make room on the disk that holds " + folder);
        }
        String given = badPort;
        if (given != null) {
            return HealthResult.warn(given, "set port to a number from 0 to " + HIGHEST_PORT);
        }
        if (port == 0) {
            return HealthResult.ok("no broker, since port is 0");
        }
        if (broker == null) {
            return HealthResult.ok("starting");
        }
        return HealthResult.ok("broker on " + Broker.HOST + ":" + port + ", "
                + current.receiver().verified() + " batches verified and stored");
    }
}
