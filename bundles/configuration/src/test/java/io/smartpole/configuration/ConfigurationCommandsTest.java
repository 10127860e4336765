package io.smartpole.configuration;

import static io.smartpole.configuration.TestPole.A;
import static io.smartpole.configuration.TestPole.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.config.ConfigurationChange.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationCommandsTest {

    @TempDir
    Path folder;

    private TestPole pole;
    private CheckedConfigurations configurations;
    private ConfigurationCommands commands;

    @BeforeEach
    void start() {
        pole = new TestPole(folder);
        configurations = new CheckedConfigurations(pole.ledger, pole.time, pole.known);
        commands = new ConfigurationCommands(configurations);
    }

    private CommandResult execute(String kind, Map<String, @Nullable Object> arguments) {
        return commands.execute(new CommandRequest("1", kind, arguments, "city"), (percent, message) -> {});
    }

    private static JsonNode json(CommandResult result) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        return mapper.readTree(mapper.writeValueAsString(result.data()));
    }

    @Test
    void whatIsInEffectIsToldWithListsAsListsAndWithoutSecrets() throws JsonProcessingException {
        configurations.apply(
                Map.of(A, Map.of("pair", List.of(1, 2), "password", "opensesame", "latitude", 51)), Origin.ON_SITE);
        JsonNode data = json(execute("config.get", Map.of()));
        assertEquals("[1,2]", data.at("/values/smartpole.a/pair").toString());
        assertEquals("51.0", data.at("/values/smartpole.a/latitude").toString());
        assertEquals("60", data.at("/values/smartpole.b/interval").toString());
        assertEquals(configurations.fingerprint(), data.path("fingerprint").textValue());
        assertFalse(data.toString().contains("password"));
    }

    @Test
    void oneConcernCanBeAskedFor() throws JsonProcessingException {
        JsonNode values = json(execute("config.get", Map.of("pid", B))).path("values");
        assertEquals(1, values.size());
        assertTrue(values.has(B));
    }

    @Test
    void anUnknownConcernAndAMisspeltArgumentAreRefusedInWords() {
        assertEquals(
                "pid must be one of smartpole.a, smartpole.b, smartpole.lamp, but is 'smartpole.z'",
                assertThrows(IllegalArgumentException.class, () -> execute("config.get", Map.of("pid", "smartpole.z")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> execute("config.get", Map.of("Pid", A)));
        assertThrows(IllegalArgumentException.class, () -> execute("config.history", Map.of("last", 1)));
    }

    @Test
    void whatNoAnswerCanCarryIsRefusedWithWhatToDo() {
        String text = "x".repeat(40_000);
        configurations.apply(Map.of(A, Map.of("note", text), B, Map.of("note", text)), Origin.ON_SITE);
        CommandResult all = execute("config.get", Map.of());
        assertEquals("TOO_LARGE", all.code());
        assertTrue(all.message().endsWith("ask for one pid at a time"), all.message());
        assertEquals(
                CommandResult.Outcome.DONE,
                execute("config.get", Map.of("pid", A)).outcome());
    }

    @Test
    void theHistoryIsToldNewestFirst() throws JsonProcessingException {
        configurations.apply(Map.of(A, Map.of("interval", 5)), Origin.ON_SITE);
        configurations.desire(TestPole.revision(3, Map.of(A, Map.of("interval", 6, "password", "opensesame"))));
        assertEquals("""
                {"revisions":[{"revision":3,"by":"city","time":"2026-11-21T20:00:00Z","outcome":"applied","changes":[\
                {"pid":"smartpole.a","key":"interval","before":"5","after":"6"},\
                {"pid":"smartpole.a","key":"password","before":"nothing","after":"(secret)"}]},\
                {"revision":0,"by":"console","time":"2026-11-21T20:00:00Z","outcome":"applied","changes":[\
                {"pid":"smartpole.a","key":"interval","before":"60","after":"5"}]}]}""", json(execute("config.history", Map.of())).toString());
    }
}
