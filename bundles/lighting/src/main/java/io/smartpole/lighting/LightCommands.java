package io.smartpole.lighting;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.Lighting;
import io.smartpole.lighting.output.Blink;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the light can be told from afar:
 *
 * <pre>
 *   light.override       percent 0 to 100, seconds 1 to 86400 (7200 if left out)
 *   light.resume
 *   light.emergency      seconds 1 to 86400 (7200 if left out)
 *   light.emergency.end
 *   light.identify       seconds 4 to 60 (20 if left out): the lamp blinks
 * </pre>
 */
@Component
public final class LightCommands implements CommandHandler {

    private static final String OVERRIDE = "light.override";
    private static final String RESUME = "light.resume";
    private static final String EMERGENCY = "light.emergency";
    private static final String END_EMERGENCY = "light.emergency.end";
    private static final String IDENTIFY = "light.identify";

    /** These two are known only to be refused with the reason. */
    private static final String SERVICE = "light.service";

    private static final String END_SERVICE = "light.service.end";

    private final Lighting lighting;
    private final LampLoop loop;

    @Activate
    public LightCommands(@Reference Lighting lighting, @Reference LampLoop loop) {
        this.lighting = lighting;
        this.loop = loop;
    }

    @Override
    public List<CommandKind> kinds() {
        return Stream.of(OVERRIDE, RESUME, EMERGENCY, END_EMERGENCY, IDENTIFY, SERVICE, END_SERVICE)
                .map(name -> new CommandKind(name, Role.LIGHTING, Pace.QUICK))
                .toList();
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) {
        return switch (request.kind()) {
            case OVERRIDE -> {
                request.takesOnly("percent", "seconds");
                LightLevel level = LightLevel.percent(request.number("percent", 0, 100));
                yield asked(new SetLevel(
                        level, request.seconds(LightRequest.SHORTEST, SetLevel.LONGEST, SetLevel.DEFAULT)));
            }
            case RESUME -> {
                request.takesOnly();
                yield asked(new LightRequest.Resume());
            }
            case EMERGENCY -> {
                request.takesOnly("seconds");
                yield asked(
                        new Emergency(request.seconds(LightRequest.SHORTEST, Emergency.LONGEST, Emergency.DEFAULT)));
            }
            case END_EMERGENCY -> {
                request.takesOnly();
                yield asked(new LightRequest.EndEmergency());
            }
            case IDENTIFY -> {
                request.takesOnly("seconds");
                yield result(loop.blink(request.seconds(Blink.SHORTEST, Blink.LONGEST, Blink.DEFAULT)));
            }
            case SERVICE, END_SERVICE ->
                CommandResult.refused(
                        "INVALID",
                        request.kind() + " does not exist remotely: local service, which may hold the lamp below the"
                                + " safety floor, is for people at the pole only");
            default -> throw new IllegalStateException(request.kind() + " is not for the light");
        };
    }

    private CommandResult asked(LightRequest request) {
        return result(lighting.request(request));
    }

    private static CommandResult result(LightResult result) {
        return switch (result.outcome()) {
            case ACCEPTED, BOUNDED -> CommandResult.done(result.outcome().name(), result.message());
            case REFUSED -> CommandResult.refused("INVALID", result.message());
        };
    }
}
