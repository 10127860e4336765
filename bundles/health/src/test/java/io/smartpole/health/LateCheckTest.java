package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class LateCheckTest {

    private final FakeTime time = new FakeTime();
    private final BundleContext context = mock(BundleContext.class);

    @SuppressWarnings("unchecked") // Mockito knows no generics
    private final ServiceReference<HealthCheck> reference = mock(ServiceReference.class);

    @Test
    void aCheckIsMadeAtItsFirstQuestionAndLetGoWhenItGoes() throws Exception {
        HealthRounds rounds = new HealthRounds(
                context, "0.1.0", time, Duration.ofSeconds(30), TestRounds.desk(time), new Records(time));
        when(reference.getProperty(HealthCheck.NAME)).thenReturn("lamp");
        when(context.getService(reference)).thenReturn(() -> HealthResult.ok("shines"));
        rounds.addCheck(reference);
        verify(context, never()).getService(reference);
        rounds.round();
        rounds.round();
        verify(context, times(1)).getService(reference);
        assertEquals("shines", rounds.report().checks().get(0).result().message());
        rounds.removeCheck(reference);
        verify(context).ungetService(reference);
        assertEquals(0, rounds.round().checks().size());
        rounds.stop();
    }

    @Test
    void aCheckThatDoesNotStartIsCriticalUntilItDoes() {
        LateCheck check = new LateCheck(context, reference);
        assertEquals(HealthStatus.CRITICAL, check.check().status());
        when(context.getService(reference)).thenReturn(() -> HealthResult.ok("shines"));
        assertEquals(HealthStatus.OK, check.check().status());
    }
}
