package io.smartpole.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.config.ConfigurationRevision;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.keys.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells the platform how the pole is configured:
 *
 * <ul>
 *   <li>{@code config.get}: {@code {"fingerprint": "...", "values": {PID: {key: value}}}}, what is in effect, without
 *       secrets; with argument {@code pid} of that concern only.
 *   <li>{@code config.history}: {@code {"revisions": [{"revision", "by", "time", "outcome", "changes": [{"pid", "key",
 *       "before", "after"}]}]}}, newest first, as many as an answer can carry.
 * </ul>
 */
@Component
public final class ConfigurationCommands implements CommandHandler {

    private static final String GET = "config.get";
    private static final String HISTORY = "config.history";
    private static final int LONGEST_PID = 80;
    private static final JsonMapper JSON = new JsonMapper();

    private final Configurations configurations;

    @Activate
    public ConfigurationCommands(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(
                new CommandKind(GET, Role.CONFIG, Pace.QUICK), new CommandKind(HISTORY, Role.CONFIG, Pace.QUICK));
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) {
        return request.kind().equals(GET) ? get(request) : history(request);
    }

    private CommandResult get(CommandRequest request) {
        request.takesOnly("pid");
        SortedMap<String, SortedMap<String, Object>> values = new TreeMap<>(configurations.effective());
        String fingerprint = Fingerprint.of(values);
        request.text("pid", LONGEST_PID).ifPresent(pid -> {
            if (!values.containsKey(pid)) {
                throw new IllegalArgumentException("pid must be one of %s, but is '%s'"
                        .formatted(String.join(", ", values.keySet()), Values.line(pid)));
            }
            values.keySet().removeIf(each -> !each.equals(pid));
        });
        Map<String, Object> data = Map.of("fingerprint", fingerprint, "values", values);
        if (size(data) > CommandResult.LARGEST_DATA) {
            return CommandResult.refused(
                    "TOO_LARGE",
                    "this is more than the %d bytes that an answer carries: %s"
                            .formatted(
                                    CommandResult.LARGEST_DATA,
                                    values.size() > 1
                                            ? "ask for one pid at a time"
                                            : "look at its long texts in the console"));
        }
        return CommandResult.done("values of %d concerns".formatted(values.size()), data);
    }

    private CommandResult history(CommandRequest request) {
        request.takesOnly();
        List<ConfigurationRevision> all = configurations.history();
        List<Map<String, Object>> told = new ArrayList<>();
        for (ConfigurationRevision each : all) {
            told.add(json(each));
            if (size(Map.of("revisions", told)) > CommandResult.LARGEST_DATA) {
                told.remove(told.size() - 1);
                break;
            }
        }
        return CommandResult.done(
                "the latest %d of %d changes".formatted(told.size(), all.size()), Map.of("revisions", told));
    }

    private static Map<String, Object> json(ConfigurationRevision revision) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("revision", revision.revision());
        json.put("by", revision.by());
        Instant time = revision.time();
        if (time != null) {
            json.put("time", time.toString());
        }
        json.put("outcome", revision.outcome().label());
        json.put(
                "changes",
                revision.changes().stream().map(ConfigurationCommands::json).toList());
        return json;
    }

    private static Map<String, Object> json(ConfigurationRevision.Change change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", change.pid());
        json.put("key", change.key());
        json.put("before", change.before());
        json.put("after", change.after());
        return json;
    }

    private static int size(Object data) {
        try {
            return JSON.writeValueAsBytes(data).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, numbers and texts can be written", e);
        }
    }
}
