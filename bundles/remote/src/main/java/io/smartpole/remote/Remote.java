package io.smartpole.remote;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.link.Message;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.DownlinkDocument.Type;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what the platform sends: one worker that has each document admitted at the desk that its topic is for, and tells
 * the platform what becomes of it. What comes in, and what becomes of it, is put on record.
 *
 * <p>It gives no service: those who obey commands may need any other, and so this one can stand in no circle.
 */
@Component(
        service = {},
        immediate = true)
public final class Remote {

    private static final Logger LOG = LoggerFactory.getLogger(Remote.class);

    /** So often it is tried again what could not be sent or taken. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What is just being obeyed is waited for so long at a stop, so that it gets its answer. */
    private static final long STOP_WITHIN_MILLIS = 5000;

    private final Gate gate;
    private final RemoteHealth health;
    private final TimeSource time;
    private final Pole pole;
    private final Outbox outbox;

    private final List<ReadingListener> listeners = new CopyOnWriteArrayList<>();
    private final Handlers handlers = new Handlers();
    private final Audit audit;
    private final Replies replies;
    private final LongCommands slow;
    private final ReceiptDesk receipts;
    private final @Nullable CommandDesk commands;
    private final ConfigurationDesk configuration;
    private final TrustDesk trust;
    private final Reporter reporter;
    private final @Nullable String problem;

    private final Thread worker = new Thread(this::work, "remote");
    private volatile boolean stopped;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable EvidenceLog evidence;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Configurations configurations;

    @Activate
    public Remote(
            @Reference Gate gate,
            @Reference RemoteHealth health,
            @Reference ReportBox reports,
            @Reference TimeSource time,
            @Reference TrustSet trust,
            @Reference Pole pole,
            @Reference Outbox outbox,
            BundleContext context) {
        this(gate, health, reports, time, trust, pole, outbox, DataFolder.of(context::getProperty, "remote"));
    }

    Remote(
            Gate gate,
            RemoteHealth health,
            ReportBox reports,
            TimeSource time,
            TrustSet trustSet,
            Pole pole,
            Outbox outbox,
            Path folder) {
        this.gate = gate;
        this.health = health;
        this.time = time;
        this.pole = pole;
        this.outbox = outbox;
        audit = new Audit(time, health, listeners);
        replies = new Replies(outbox, pole);
        slow = new LongCommands(gate::wake);
        reporter = new Reporter(reports, outbox);
        Admission admission = new Admission(trustSet);
        receipts = new ReceiptDesk(admission, () -> this.evidence);
        RateLimits limits = new RateLimits();
        configuration = new ConfigurationDesk(admission, trustSet, limits, () -> this.configurations, audit);
        trust = new TrustDesk(admission, trustSet, limits, audit);
        CommandDesk desk = null;
        String trouble = null;
        try {
            CommandTable table = new CommandTable(folder.resolve("commands.jsonl"));
            desk = new CommandDesk(admission, table, handlers, limits, slow, replies, audit);
        } catch (IOException e) {
            trouble = "commands are not obeyed: their table in " + folder + " cannot be used (" + e.getMessage() + ")";
            LOG.error(trouble);
        }
        commands = desk;
        problem = trouble;
        health.started(trouble);
    }

    @Activate
    void start() {
        worker.start();
    }

    @Deactivate
    void stop() {
        stopped = true;
        gate.wake();
        try {
            worker.join(STOP_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.interrupt(); // only what hangs: an interrupt also closes the file that is just being written
        slow.stop();
        health.stopped();
    }

    private void work() {
        while (!stopped) {
            try {
                step(gate.next(PATIENCE));
            } catch (InterruptedException e) { // of the stop, or of a handler that is just going away: others stay
                LOG.debug("interrupted");
            }
        }
    }

    /** One step of the worker: takes one message to its end, and then tells what is still to be told. */
    void step(@Nullable Message message) throws InterruptedException {
        try {
            if (message != null) {
                handle(message);
            }
            again();
            if (commands != null) {
                commands.answerInterrupted();
                commands.tellOfLongOnes(time.now().sinceBoot());
            }
            audit.sumUp();
            replies.sendWaiting();
            reporter.tell(pole.identity());
        } catch (RuntimeException | Error e) { // nothing that comes in may end the worker
            LOG.error("a message could not be handled to its end; the next one is taken", e);
        }
    }

    private void handle(Message message) throws InterruptedException {
        Type type = typeOn(message.topic());
        if (type == null) {
            LOG.warn("nothing here reads what arrives on {}", message.topic());
            return;
        }
        try {
            PoleIdentity own = pole.identity();
            Moment now = time.now();
            String nonce = outbox.status().nonce();
            switch (type) {
                case COMMAND -> command(message, own, now, nonce);
                case RECEIPT -> receipts.handle(message, own, now, nonce);
                case CONFIG -> configuration.handle(message, own, now, nonce);
                case TRUST -> trust.handle(message, own, now, nonce);
                default -> throw new IllegalStateException("no topic carries " + type);
            }
        } catch (Refusal refusal) {
            refused(type, message, refusal);
        }
    }

    /** Whether this pole is in that group is a matter of admission. */
    private @Nullable Type typeOn(String topic) {
        Topics topics = Topics.of(pole.identity());
        if (topic.equals(topics.command()) || Topics.isGroupCommand(topic)) {
            return Type.COMMAND;
        }
        if (topic.equals(topics.receipt())) {
            return Type.RECEIPT;
        }
        if (topic.equals(topics.configDesired())) {
            return Type.CONFIG;
        }
        return topic.equals(topics.trust()) ? Type.TRUST : null;
    }

    private void command(Message message, PoleIdentity own, Moment now, String nonce)
            throws Refusal, InterruptedException {
        if (commands == null) {
            throw new Refusal(Refusal.Reason.NOT_REMEMBERED, String.valueOf(problem), null);
        }
        commands.handle(message, own, now, nonce);
    }

    private void again() {
        try {
            configuration.again(pole.identity(), time.now(), outbox.status().nonce());
        } catch (Refusal refusal) {
            audit.refused(Type.CONFIG, Topics.of(pole.identity()).configDesired(), refusal);
        }
    }

    private void refused(Type type, Message message, Refusal refusal) {
        audit.refused(type, message.topic(), refusal);
        Refusal.Sender sender = refusal.sender();
        if (type == Type.COMMAND && sender != null) {
            replies.send(
                    message.endpoint(),
                    Outcome.refused(sender.id(), refusal.reason(), refusal.text())
                            .toJson());
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addHandler(CommandHandler handler) {
        handlers.add(handler);
    }

    void removeHandler(CommandHandler handler) {
        handlers.remove(handler);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ReadingListener listener) {
        listeners.add(listener);
    }

    void removeListener(ReadingListener listener) {
        listeners.remove(listener);
    }
}
