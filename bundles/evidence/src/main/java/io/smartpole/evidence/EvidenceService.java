package io.smartpole.evidence;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.evidence.PreviousRun;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.time.TimeSource;
import io.smartpole.evidence.store.FolderDisk;
import io.smartpole.evidence.store.Resend;
import io.smartpole.evidence.store.SegmentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs and stores every reading of the pole, and keeps it until the platform receipted it. */
@Component(
        service = {
            ConfigurableComponent.class,
            ReadingListener.class,
            EvidenceLog.class,
            PreviousRun.class,
            HealthCheck.class,
            EvidenceService.class
        },
        configurationPid = EvidenceService.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = HealthCheck.NAME + "=store")
@Designate(ocd = EvidenceConfig.class)
public final class EvidenceService
        implements ConfigurableComponent, ReadingListener, EvidenceLog, PreviousRun, HealthCheck {

    static final String PID = "smartpole.evidence";

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceService.class);

    /** Some minutes of readings of a well-equipped pole, should the disk be slow; a few MB at most. */
    private static final int QUEUE_CAPACITY = 8192;

    private static final long STOP_MILLIS = 20_000;

    private final ReadingQueue queue = new ReadingQueue(QUEUE_CAPACITY, Settings.DEFAULT.largest());
    private final OpeningLog log = new OpeningLog();
    private final Path folder;
    private final Pole pole;
    private final Succession succession;
    private final Writer writer;
    private final Thread thread = new Thread(this::write, "evidence");

    private volatile Settings settings = Settings.DEFAULT;
    private volatile @Nullable String badSettings;
    private volatile boolean stopping;

    private volatile Consumer<Lane> bell = lane -> {};

    @Activate
    public EvidenceService(
            BundleContext context,
            @Reference TimeSource time,
            @Reference EvidenceKey key,
            @Reference EvidenceKeys keys,
            @Reference Pole pole) {
        this(
                DataFolder.of(context::getProperty, "evidence"),
                context.getBundle().getVersion().toString(),
                time,
                key,
                keys,
                pole);
    }

    /** @param key always the current one of the keys */
    EvidenceService(Path folder, String version, TimeSource time, EvidenceKey key, EvidenceKeys keys, Pole pole) {
        this.folder = folder;
        this.pole = pole;
        succession = new Succession(keys);
        Agenda agenda = new Agenda(time, queue, () -> settings, version, succession);
        Sealer sealer = new Sealer(time, key, pole);
        writer = new Writer(time, agenda, sealer, this::open, () -> settings.limits(), lane -> bell.accept(lane));
    }

    @Activate
    void activate(EvidenceConfig config) {
        configure(config);
        thread.start();
    }

    @Modified
    void modified(EvidenceConfig config) {
        configure(config);
        queue.wake();
    }

    private void configure(EvidenceConfig config) {
        try {
            Settings next = Settings.of(config);
            badSettings = null;
            if (!next.equals(settings)) {
                settings = next;
                queue.worthWaking(next.largest());
                LOG.info(
                        "readings are signed every {} s, in batches of at most {}",
                        next.interval().toSeconds(),
                        next.largest());
            }
        } catch (IllegalArgumentException e) {
            badSettings = e.getMessage();
            LOG.warn("{} is not accepted: {}. The last good configuration stays in use", PID, badSettings);
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        stopping = true;
        queue.wake();
        thread.join(STOP_MILLIS);
        if (thread.isAlive()) {
            LOG.error("the disk does not answer: stopped without waiting for it any longer");
        }
    }

    private void write() {
        try {
            while (!stopping) {
                queue.await(writer.step());
            }
            writer.finish();
        } catch (InterruptedException e) {
            LOG.error("the evidence writer was interrupted, which nobody should do");
        }
    }

    private SegmentStore open() throws IOException {
        SegmentStore store = SegmentStore.open(new FolderDisk(folder), settings.limits());
        log.opened(store);
        return store;
    }

    /** @return done when a new key signs; see {@link Succession#ask} */
    CompletableFuture<KeyId> rotateKey() {
        CompletableFuture<KeyId> done = succession.ask();
        queue.wake();
        return done;
    }

    /** @return false if the change of key was begun already, and will be done */
    boolean withdraw(CompletableFuture<KeyId> rotation) {
        return succession.withdraw(rotation);
    }

    /**
     * Sends batches again that were receipted.
     *
     * @return null as long as the store is being read
     */
    @Nullable
    Resend resend(Resend.Wish wish) {
        Resend resend = log.resend(wish);
        if (resend != null && resend.again() > 0) {
            bell.accept(wish.lane());
        }
        return resend;
    }

    @Override
    public long reopened(Lane lane) {
        return log.reopened(lane);
    }

    /** @param bell told of each commit, on the writer thread; replaces the one before */
    void onCommit(Consumer<Lane> bell) {
        this.bell = bell;
    }

    @Override
    public void onReading(Reading reading) {
        queue.add(reading);
    }

    @Override
    public Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
        return log.nextUnreceipted(lane, after);
    }

    @Override
    public ReceiptOutcome receipt(BatchId id) {
        return log.receipt(id);
    }

    @Override
    public Fate fate(BatchId id) {
        return log.fate(id);
    }

    @Override
    public Backlog backlog() {
        Backlog stored = log.backlog();
        return new Backlog(
                stored.batches(),
                stored.bytes(),
                stored.oldest(),
                stored.committed(),
                stored.dropped() + queue.dropped());
    }

    @Override
    public Optional<PreviousEnd> end() {
        return Optional.ofNullable(writer.previousEnd());
    }

    @Override
    public HealthResult check() {
        SegmentStore store = log.store();
        Condition condition = new Condition(
                thread.isAlive(),
                store != null,
                pole.identity().named(),
                writer.problem(),
                store == null ? null : store.readProblem(),
                badSettings,
                store == null ? 0 : store.batchesLost(),
                store == null ? 0 : store.percentWaiting(),
                backlog());
        return condition.health();
    }
}
