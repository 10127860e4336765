package io.smartpole.health.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.command.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

class GatewayCommandsTest {

    private static final String NAME = "io.smartpole.health.test";
    private static final Logger LOGGER = Logger.getLogger(NAME);

    private final Bundle framework = mock(Bundle.class);
    private final ScheduledExecutorService later = mock(ScheduledExecutorService.class);
    private final ScheduledFuture<?> future = mock(ScheduledFuture.class);
    private final List<Runnable> scheduled = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final GatewayCommands commands = new GatewayCommands(framework, true, true, later);
    private final Ask ask = new Ask(commands);

    @BeforeEach
    void keepWhatIsScheduled() {
        when(later.schedule(any(Runnable.class), anyLong(), any())).thenAnswer(call -> {
            scheduled.add(call.getArgument(0));
            delays.add(call.getArgument(1));
            return future;
        });
    }

    @AfterEach
    void putBack() {
        commands.stop();
        assertNull(LOGGER.getLevel());
    }

    private void refused(String reason, String kind, Object... arguments) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> ask.to(kind, arguments))
                .getMessage());
        assertTrue(message.contains(reason), message);
        assertEquals(List.of(), scheduled);
    }

    @Test
    void theAnswerGoesOutBeforeTheGatewayRestarts() throws Exception {
        assertEquals(CommandResult.done("the gateway restarts in 3 s"), ask.to("gateway.restart"));
        verify(framework, never()).stop();
        assertEquals(List.of(3L), delays);
        scheduled.get(0).run();
        verify(framework).stop();
    }

    @Test
    void whereNobodyWouldStartItAgainItGoesOn() throws Exception {
        CommandResult result = new Ask(new GatewayCommands(framework, false, true, later)).to("gateway.restart");
        assertEquals("NOT_SUPPORTED", result.code());
        assertEquals(List.of(), scheduled);
    }

    @Test
    void whoeverAsksTwiceGetsOneRestart() throws Exception {
        ask.to("gateway.restart");
        ask.to("gateway.restart");
        assertEquals(1, scheduled.size());
    }

    @Test
    void aRestartThatFailsCanBeAskedForAgain() throws Exception {
        doThrow(new BundleException("no")).when(framework).stop();
        ask.to("gateway.restart");
        scheduled.get(0).run();
        ask.to("gateway.restart");
        scheduled.get(1).run();
        verify(framework, times(2)).stop();
    }

    @Test
    void aLevelIsSetForATimeAndPutBack() throws Exception {
        CommandResult result = ask.to("log.level", "logger", NAME, "level", "DEBUG", "seconds", 60);
        assertEquals(CommandResult.done(NAME + " logs at DEBUG for 60 s, at most until the next restart"), result);
        assertEquals(Level.FINE, LOGGER.getLevel());
        assertEquals(List.of(60L), delays);
        scheduled.get(0).run();
        assertNull(LOGGER.getLevel());
    }

    @Test
    void setTwiceTheLaterEndCountsAndTheFirstLevelComesBack() throws Exception {
        ask.to("log.level", "logger", NAME, "level", "DEBUG", "seconds", 60);
        ask.to("log.level", "logger", NAME, "level", "TRACE");
        verify(future).cancel(false);
        scheduled.get(0).run(); // it could not be cancelled any more
        assertEquals(Level.FINEST, LOGGER.getLevel());
        assertEquals(3600, delays.get(1));
        scheduled.get(1).run();
        assertNull(LOGGER.getLevel());
    }

    @Test
    void atStopAllLevelsAreWhatTheyWere() throws Exception {
        ask.to("log.level", "logger", NAME, "level", "TRACE");
        commands.stop();
        assertNull(LOGGER.getLevel());
        verify(later).shutdownNow();
    }

    @Test
    void onlyOurOwnLogsCanBeChanged() {
        for (String other : List.of(
                "org.eclipse.paho", "io.smartpolex", "io", "io.smartpole.", "io.smartpole..x", "io.smartpole.a b")) {
            refused("logger must be io.smartpole", "log.level", "logger", other, "level", "DEBUG");
        }
        refused("logger must be io.smartpole", "log.level", "level", "DEBUG");
    }

    @Test
    void argumentsThatAreWrongAreNamed() {
        refused("level must be ERROR, WARN", "log.level", "logger", NAME, "level", "ALL");
        refused("level must be ERROR, WARN", "log.level", "logger", NAME);
        refused("seconds must be", "log.level", "logger", NAME, "level", "DEBUG", "seconds", 86_401);
        refused("not 'for'", "log.level", "logger", NAME, "level", "DEBUG", "for", 1);
        refused("takes no arguments", "gateway.restart", "force", true);
        refused("not for this handler", "gateway.explode");
    }

    @Test
    void soManyLoggersAtOnceAndNoMore() throws Exception {
        for (int i = 0; i < LogLevels.MOST; i++) {
            ask.to("log.level", "logger", NAME + i, "level", "DEBUG");
        }
        assertThrows(IllegalArgumentException.class, () -> ask.to("log.level", "logger", NAME, "level", "DEBUG"));
        ask.to("log.level", "logger", NAME + 0, "level", "TRACE");
        scheduled.get(1).run();
        ask.to("log.level", "logger", NAME, "level", "DEBUG");
        assertEquals(Level.FINE, LOGGER.getLevel());
    }

    @Test
    void whereAnotherFrameworkLogsItIsRefused() throws Exception {
        CommandResult result = new Ask(new GatewayCommands(framework, true, false, later))
                .to("log.level", "logger", NAME, "level", "DEBUG");
        assertEquals("NOT_SUPPORTED", result.code());
        Mockito.verifyNoInteractions(later);
    }
}
