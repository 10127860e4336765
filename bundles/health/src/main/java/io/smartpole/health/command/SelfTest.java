package io.smartpole.health.command;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.Role;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.health.HealthRounds;
import io.smartpole.health.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Tests the pole from end to end: every health check is asked anew, and a small record has to reach the disk and then
 * the broker. It changes nothing at the lamp: what the lamp does is watched all the time.
 */
@Component
public final class SelfTest implements CommandHandler {

    static final Duration STORED_WITHIN = Duration.ofSeconds(10);
    static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(30);

    private static final String KIND = "selftest";
    private static final long LOOK_AGAIN_MILLIS = 100;

    /** Waits a moment. */
    @FunctionalInterface
    interface Pause {
        void take() throws InterruptedException;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable EvidenceLog evidence;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Outbox outbox;

    private final TimeSource time;
    private final HealthRounds rounds;
    private final Records records;
    private final Pause pause;

    @Activate
    public SelfTest(@Reference TimeSource time, @Reference HealthRounds rounds, @Reference Records records) {
        this(time, rounds, records, () -> TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS));
    }

    SelfTest(TimeSource time, HealthRounds rounds, Records records, Pause pause) {
        this.time = time;
        this.rounds = rounds;
        this.records = records;
        this.pause = pause;
    }

    /** What one step found. */
    private record Step(String name, boolean passed, String message) {

        Map<String, Object> json() {
            return Map.of("step", name, "passed", passed, "message", message);
        }
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(new CommandKind(KIND, Role.CONFIG, Pace.LONG));
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) throws InterruptedException {
        request.takesOnly();
        List<Step> steps = new ArrayList<>();
        progress.tell(0, "asking every health check");
        steps.add(checks(rounds.round()));
        steps.add(clock());
        progress.tell(30, "storing a record");
        Moment begin = time.now();
        steps.add(store(request));
        progress.tell(60, "waiting for the broker to acknowledge something");
        steps.add(uplink(begin));

        List<String> failed = steps.stream()
                .filter(step -> !step.passed)
                .map(step -> step.name + ": " + step.message)
                .toList();
        String text =
                failed.isEmpty() ? "the self-test passed" : "the self-test found faults: " + String.join("; ", failed);
        records.tell(Lane.MEASUREMENT, KIND, text);
        return new CommandResult(
                failed.isEmpty() ? CommandResult.Outcome.DONE : CommandResult.Outcome.FAILED,
                failed.isEmpty() ? "PASSED" : "FAULTS_FOUND",
                text,
                Map.of("steps", steps.stream().map(Step::json).toList()));
    }

    private static Step checks(HealthReport report) {
        String unwell = report.checks().stream()
                .filter(check -> check.result().status() != HealthStatus.OK)
                .map(check -> "%s %s: %s"
                        .formatted(
                                check.name(),
                                check.result().status(),
                                check.result().message()))
                .collect(Collectors.joining("; "));
        return unwell.isEmpty()
                ? new Step("checks", true, "all " + report.checks().size() + " are OK")
                : new Step("checks", false, unwell);
    }

    private Step clock() {
        return time.now().trusted()
                ? new Step("clock", true, "set, by " + time.clockSource().name())
                : new Step("clock", false, "not set");
    }

    private Step store(CommandRequest request) throws InterruptedException {
        EvidenceLog log = evidence;
        if (log == null) {
            return new Step("store", false, "there is no evidence store");
        }
        long before = log.backlog().committed();
        // In the lane that does not wait for others to fill its batch.
        records.tell(Lane.ALARM, KIND, "asked for by " + request.by());
        return within(STORED_WITHIN, () -> log.backlog().committed() > before)
                ? new Step("store", true, "a record was signed and stored")
                : new Step("store", false, "no record was stored within " + STORED_WITHIN.toSeconds() + " s");
    }

    private Step uplink(Moment begin) throws InterruptedException {
        Outbox out = outbox;
        if (out == null) {
            return new Step("uplink", false, "there is no uplink");
        }
        boolean acknowledged = within(ACKNOWLEDGED_WITHIN, () -> acknowledgedSince(begin, out.status()));
        LinkStatus link = out.status();
        if (acknowledged) {
            return new Step("uplink", true, "acknowledged by " + link.endpoint());
        }
        return new Step(
                "uplink",
                false,
                link.connected()
                        ? "%s acknowledged nothing within %d s"
                                .formatted(link.endpoint(), ACKNOWLEDGED_WITHIN.toSeconds())
                        : "not connected" + (link.problem() == null ? "" : ": " + link.problem()));
    }

    private boolean acknowledgedSince(Moment begin, LinkStatus link) {
        Duration ago = link.figures().sinceAcknowledged();
        return ago != null && ago.compareTo(time.now().since(begin)) < 0;
    }

    private boolean within(Duration patience, BooleanSupplier done) throws InterruptedException {
        Moment begin = time.now();
        while (!done.getAsBoolean()) {
            if (time.now().since(begin).compareTo(patience) >= 0) {
                return false;
            }
            pause.take();
        }
        return true;
    }
}
