package io.smartpole.uplink;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import io.smartpole.core.link.Outbox;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the connections can be told from afar: {@code uplink.retry} sends the batches that were set aside again now. */
@Component
public final class UplinkCommands implements CommandHandler {

    private final Outbox outbox;

    @Activate
    public UplinkCommands(@Reference Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(new CommandKind("uplink.retry", Role.CONFIG, Pace.QUICK));
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) {
        request.takesOnly();
        return CommandResult.done(outbox.retrySetAside()
                + " batches are set aside; they are tried again as soon as nothing else waits for a cloud"
                + " broker");
    }
}
