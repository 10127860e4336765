package io.smartpole.health.command;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import io.smartpole.core.reading.Lane;
import io.smartpole.health.Records;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Collects what somebody far away needs to understand this gateway. It is put on record in parts, so that it is signed,
 * and arrives even if the connection breaks; whoever asked also gets it with the answer.
 */
@Component
public final class Diagnostics implements CommandHandler {

    /** Bytes in JSON; some hundred measurements of the pole have as many. */
    static final int LARGEST = 48 * 1024;

    private static final String KIND = "diagnostics";

    private final GatewayPicture picture;
    private final Records records;

    @Activate
    public Diagnostics(@Reference GatewayPicture picture, @Reference Records records) {
        this.picture = picture;
        this.records = records;
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(new CommandKind(KIND, Role.CONFIG, Pace.LONG));
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) {
        request.takesOnly();
        progress.tell(0, "collecting");
        String text = Parts.bounded(picture.text(), LARGEST);
        List<String> parts = Parts.of(request.id(), text);
        parts.forEach(part -> records.tell(Lane.MEASUREMENT, KIND, part));
        return CommandResult.done(
                "on record in %d parts as readings health/%s".formatted(parts.size(), KIND),
                Map.of("parts", parts.size(), "text", text));
    }
}
