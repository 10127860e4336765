package io.smartpole.health.command;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a handler as somebody named ops would. */
final class Ask {

    final List<String> progress = new ArrayList<>();
    private final CommandHandler handler;

    Ask(CommandHandler handler) {
        this.handler = handler;
    }

    CommandResult to(String kind, @Nullable Object... namesAndValues) throws InterruptedException {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return handler.execute(
                new CommandRequest("c-1", kind, arguments, "ops"),
                (percent, message) -> progress.add(percent + " " + message));
    }
}
