package io.smartpole.remote;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.Message;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Takes in what the platform sends: one worker that admits each document, hands it on and answers. An answer is
 * published, and becomes signed evidence.
 */
@Component(service = HealthCheck.class, immediate = true, property = HealthCheck.NAME + "=remote")
public final class Remote implements HealthCheck {

    private static final Series OUTCOMES = new Series("remote", "command", null);
    private static final Series REFUSALS = new Series("remote", "refusals", null);

    /** Where an interrupted command came from is not on disk: its answer goes over the connection in use. */
    private static final String ENDPOINT_FORGOTTEN = "";

    private static final Logger LOG = LoggerFactory.getLogger(Remote.class);

    /** So often replies that could not be sent are tried again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Gate gate;
    private final TimeSource time;
    private final Pole pole;
    private final Outbox outbox;
    private final Admission admission;
    private final @Nullable CommandDesk commands;
    private final @Nullable String problem;

    private final AtomicInteger refused = new AtomicInteger();
    private volatile String lastRefusal = "";
    private final RefusalTally tally = new RefusalTally();
    private final Deque<Outcome> interrupted = new ArrayDeque<>();
    private final Replies replies;
    private final Thread worker = new Thread(this::work, "remote");
    private final List<ReadingListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable EvidenceLog evidence;
    private volatile @Nullable Lighting lighting;

    @Activate
    public Remote(
            @Reference Gate gate,
            @Reference TimeSource time,
            @Reference TrustSet trust,
            @Reference Pole pole,
            @Reference Outbox outbox,
            BundleContext context) {
        this(gate, time, trust, pole, outbox, DataFolder.of(context::getProperty, "remote"));
    }

    Remote(Gate gate, TimeSource time, TrustSet trust, Pole pole, Outbox outbox, Path folder) {
        this.gate = gate;
        this.time = time;
        this.pole = pole;
        this.outbox = outbox;
        replies = new Replies(outbox, pole);
        admission = new Admission(trust);
        CommandDesk desk = null;
        String trouble = null;
        try {
            CommandTable table = new CommandTable(folder.resolve("commands.jsonl"));
            desk = new CommandDesk(admission, table, () -> this.lighting, outbox);
            interrupted.addAll(desk.interrupted());
        } catch (IOException e) {
            trouble = "commands are not obeyed: their table in " + folder + " cannot be used (" + e.getMessage() + ")";
            LOG.error(trouble);
        }
        commands = desk;
        problem = trouble;
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
                step(gate.next(PATIENCE));
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    /** One step of the worker: takes one message to its end, and then tells what is still to be told. */
    void step(@Nullable Message message) {
        try {
            if (message != null) {
                handle(message);
            }
            tally.over(time.now().sinceBoot()).forEach(this::summarize);
            while (!interrupted.isEmpty()) {
                answer(ENDPOINT_FORGOTTEN, interrupted.removeFirst());
            }
            replies.sendWaiting();
        } catch (RuntimeException e) {
            LOG.error("a message could not be handled to its end; the next one is taken", e);
        }
    }

    private void handle(Message message) {
        Topics topics = Topics.of(pole.identity());
        try {
            if (message.topic().equals(topics.receipt())) {
                receipt(message);
            } else if (isCommand(message, topics)) {
                command(message);
            } else {
                LOG.warn("nothing here reads what arrives on {}", message.topic());
            }
        } catch (Refusal refusal) {
            refuse(message, refusal);
        }
    }

    private void receipt(Message message) throws Refusal {
        EvidenceLog log = evidence;
        if (log == null) {
            return; // The platform's receipt is not lost: the batch is sent again, and receipted again.
        }
        ReceiptOutcome outcome = new ReceiptDesk(admission, log)
                .handle(message, pole.identity(), time.now(), outbox.status().nonce());
        if (outcome == ReceiptOutcome.UNKNOWN) {
            LOG.warn("a receipt names a batch that this pole does not have");
        }
    }

    private void command(Message message) throws Refusal {
        if (commands == null) {
            throw new Refusal(Refusal.Reason.NOT_REMEMBERED, String.valueOf(problem), null);
        }
        CommandDesk.Answer answer = commands.handle(
                message, pole.identity(), time.now(), outbox.status().nonce());
        if (answer.first()) {
            answer(message.endpoint(), answer.outcome());
        } else {
            replies.send(message.endpoint(), answer.outcome());
        }
    }

    private void refuse(Message message, Refusal refusal) {
        refused.incrementAndGet();
        lastRefusal = refusal.reason() + ": " + refusal.text();
        String id = isCommand(message, Topics.of(pole.identity())) ? refusal.id() : null;
        boolean alone = tally.count(refusal.reason(), id != null, time.now().sinceBoot());
        if (alone) {
            LOG.warn("refused what came on {}: {}", message.topic(), lastRefusal);
        }
        if (id != null) {
            Outcome outcome = Outcome.refused(id, refusal.reason(), refusal.text());
            replies.send(message.endpoint(), outcome);
            if (alone) {
                record(OUTCOMES, outcome.toJson().toString());
            }
        }
    }

    private void summarize(RefusalTally.Summary summary) {
        LOG.warn("refused {} more within a minute because of {}", summary.refused(), summary.reason());
        if (summary.answered() > 0) {
            record(REFUSALS, summary.answered() + " more commands refused within a minute: " + summary.reason());
        }
    }

    /** Whether this pole is in that group is a matter of admission. */
    private static boolean isCommand(Message message, Topics topics) {
        return message.topic().equals(topics.command()) || Topics.isGroupCommand(message.topic());
    }

    private void answer(String endpoint, Outcome outcome) {
        replies.send(endpoint, outcome);
        record(OUTCOMES, outcome.toJson().toString());
    }

    private void record(Series series, String text) {
        Reading reading = series.alarm(Value.of(text.length() > 1000 ? text.substring(0, 1000) : text), time.world());
        for (ReadingListener listener : listeners) {
            listener.onReading(reading);
        }
    }

    @Override
    public HealthResult check() {
        if (problem != null) {
            return HealthResult.critical(problem, "check the disk and its permissions, then restart the gateway");
        }
        String figures = refused.get() + " documents refused and " + gate.dropped() + " messages dropped since start";
        if (refused.get() > 0) {
            return HealthResult.ok(figures + "; the last refusal was " + lastRefusal);
        }
        return HealthResult.ok(figures);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setEvidence(EvidenceLog log) {
        evidence = log;
    }

    void unsetEvidence(EvidenceLog log) {
        if (evidence == log) {
            evidence = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setLighting(Lighting light) {
        lighting = light;
    }

    void unsetLighting(Lighting light) {
        if (lighting == light) {
            lighting = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ReadingListener listener) {
        listeners.add(listener);
    }

    void removeListener(ReadingListener listener) {
        listeners.remove(listener);
    }
}
