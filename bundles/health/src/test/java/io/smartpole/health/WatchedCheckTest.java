package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class WatchedCheckTest {

    private final FakeTime time = new FakeTime();
    private final ExecutorService workers = mock(ExecutorService.class);
    private final WatchedCheck check = new WatchedCheck("lamp", () -> HealthResult.ok("never called"), Duration.ZERO);

    private static Callable<HealthResult> anyQuestion() {
        return ArgumentMatchers.any();
    }

    private HealthReport.Check ask() throws InterruptedException {
        return check.ask(workers, time.now());
    }

    @Test
    void aCheckThatHangsIsNotAskedAgainBeforeItAnswered() throws Exception {
        CompletableFuture<HealthResult> answer = new CompletableFuture<>();
        when(workers.submit(anyQuestion())).thenReturn(answer);
        assertEquals(HealthStatus.CRITICAL, ask().result().status());
        assertEquals(HealthStatus.CRITICAL, ask().result().status());
        verify(workers, times(1)).submit(anyQuestion());

        answer.complete(HealthResult.ok("late"));
        when(workers.submit(anyQuestion())).thenReturn(CompletableFuture.completedFuture(HealthResult.ok("in time")));
        assertEquals("in time", ask().result().message());
        verify(workers, times(2)).submit(anyQuestion());
    }

    @Test
    void aCheckThatNobodyCanAskIsCritical() throws Exception {
        when(workers.submit(anyQuestion())).thenThrow(new RejectedExecutionException());
        assertEquals(HealthStatus.CRITICAL, ask().result().status());
    }
}
