package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import io.smartpole.core.link.Outbox;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UplinkCommandsTest {

    private final Outbox outbox = mock(Outbox.class);
    private final UplinkCommands commands = new UplinkCommands(outbox);

    @Test
    void whatWasSetAsideIsSentAgainForWhoMayConfigure() {
        when(outbox.retrySetAside()).thenReturn(3);
        CommandResult result = execute(Map.of());
        verify(outbox).retrySetAside();
        assertEquals(CommandResult.Outcome.DONE, result.outcome());
        assertEquals(
                "3 batches are set aside; they are tried again as soon as nothing else waits for a cloud broker",
                result.message());
        assertEquals(Role.CONFIG, commands.kinds().get(0).role());
    }

    @Test
    void itTakesNoArguments() {
        assertThrows(IllegalArgumentException.class, () -> execute(Map.of("all", true)));
        verify(outbox, never()).retrySetAside();
    }

    private CommandResult execute(Map<String, Object> arguments) {
        return commands.execute(
                new CommandRequest("c-1", "uplink.retry", arguments, "operations"), (percent, message) -> {});
    }
}
