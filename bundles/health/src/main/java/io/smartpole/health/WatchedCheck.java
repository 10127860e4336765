package io.smartpole.health;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One health check, and since when it has said what it says. Used by one thread. */
final class WatchedCheck {

    private static final String RESTART = "restart the gateway, and report this as a fault of the software";

    private final String name;
    private final HealthCheck check;
    private final Duration patience;
    private @Nullable Since since;
    private @Nullable Question unanswered;

    /** A question that was asked and not answered in time. */
    private record Question(Future<HealthResult> answer, Moment asked) {}

    /** @param patience how long an answer may take; it should come from memory, at once */
    WatchedCheck(String name, HealthCheck check, Duration patience) {
        this.name = name;
        this.check = check;
        this.patience = patience;
    }

    /** Asks the check and waits a little; never throws for what the check does. */
    HealthReport.Check ask(ExecutorService workers, Moment now) throws InterruptedException {
        HealthResult result = result(workers, now);
        Since next = Since.next(since, result.status(), now);
        since = next;
        return new HealthReport.Check(name, result, next.instant(), null);
    }

    private HealthResult result(ExecutorService workers, Moment now) throws InterruptedException {
        Question question = unanswered;
        if (question != null && !question.answer.isDone()) {
            return silent(now.since(question.asked));
        }
        unanswered = null;
        try {
            question =
                    new Question(workers.submit(() -> Objects.requireNonNull(check.check(), "it answered null")), now);
            return question.answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            unanswered = question;
            return silent(patience);
        } catch (ExecutionException e) {
            return HealthResult.critical("its health check failed: " + e.getCause(), RESTART);
        } catch (RejectedExecutionException e) {
            return HealthResult.critical("cannot be checked: too many other health checks hang", RESTART);
        }
    }

    private static HealthResult silent(Duration silence) {
        return HealthResult.critical(
                "its health check has not answered for %d s".formatted(silence.toSeconds()), RESTART);
    }
}
