package io.smartpole.remote;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Obeys some kinds, and remembers what it was asked. */
final class FakeHandler implements CommandHandler {

    static final List<CommandKind> KINDS = List.of(
            new CommandKind("light.override", Role.LIGHTING, Pace.QUICK),
            new CommandKind("light.emergency", Role.LIGHTING, Pace.QUICK),
            new CommandKind("uplink.retry", Role.CONFIG, Pace.QUICK),
            new CommandKind("selftest", Role.CONFIG, Pace.LONG));

    /** What a handler does. */
    @FunctionalInterface
    interface Deed {
        CommandResult execute(CommandRequest request, Progress progress) throws InterruptedException;
    }

    final List<CommandRequest> asked = new CopyOnWriteArrayList<>();
    volatile Deed deed = (request, progress) -> CommandResult.done("60 % for 10 min");

    @Override
    public List<CommandKind> kinds() {
        return KINDS;
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) throws InterruptedException {
        asked.add(request);
        return deed.execute(request, progress);
    }
}
