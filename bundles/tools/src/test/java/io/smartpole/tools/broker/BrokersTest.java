package io.smartpole.tools.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.tools.Run;
import io.smartpole.tools.TestBroker;
import io.smartpole.tools.TestConsole;
import io.smartpole.tools.TestPole;
import io.smartpole.tools.terminal.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which brokers are meant. */
class BrokersTest {

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "mqtt://host:1883",
                "tcp://",
                "tcp://host:port",
                "tcp://user:secret@host",
                "http://host:80",
                "tcp://two words",
                "tcp://host:1883x"
            })
    void whatIsNoBrokerIsExplained(String uri) {
        UserError error = assertThrows(UserError.class, () -> Brokers.uris(List.of(uri), null, Optional::empty));
        assertTrue(String.valueOf(error.getMessage()).contains("write it as tcp://127.0.0.1:1883"), error::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://host, tcp://host:1883",
        "ssl://host, ssl://host:8883",
        "ssl://my_host:1, ssl://my_host:1",
        "ws://host/mqtt, ws://host:80/mqtt",
        "wss://[::1]/mqtt, wss://[::1]:443/mqtt"
    })
    void thePortThatIsMeantIsSaid(String given, String meant) {
        assertEquals(List.of(meant), Brokers.uris(List.of(given), null, Optional::empty));
    }

    @Test
    void theCommandLineCountsBeforeTheEnvironmentAndThatBeforeTheDemo() {
        assertEquals(
                List.of("tcp://a:1883", "tcp://b:1883"),
                Brokers.uris(List.of("tcp://a", "tcp://b", "tcp://a:1883"), "tcp://c", () -> Optional.of("tcp://d")));
        assertEquals(
                List.of("tcp://c:1883", "ssl://e:8883"),
                Brokers.uris(List.of(), "tcp://c, ssl://e", () -> Optional.of("tcp://d")));
        assertEquals(List.of("tcp://d:1883"), Brokers.uris(List.of(), " ", () -> Optional.of("tcp://d")));
        assertEquals(List.of("tcp://127.0.0.1:1883"), Brokers.uris(List.of(), null, Optional::empty));
    }

    @Test
    void theDemosBrokerIsFoundInItsDataFolder() throws Exception {
        new TestPole().install(data);
        int port = TestBroker.freePort();
        Files.writeString(
                data.resolve("command-line.json"),
                "{\"smartpole.uplink\": {\"cloud1.uri\": \"tcp://127.0.0.1:" + port + "\"}}");
        Run.of("tail", "--data", data).assertUserError("tcp://127.0.0.1:" + port);

        Files.writeString(data.resolve("command-line.json"), "torn {");
        Run.of("tail", "--data", data).assertUserError("command-line.json");
    }

    @Test
    void theDemosConsoleIsFoundInItsDataFolder() throws Exception {
        try (TestConsole console = new TestConsole(200, "{\"uplink\":{\"connected\":true},\"evidence\":null}")) {
            Files.writeString(data.resolve("console-address"), console.url() + "\n");
            assertEquals(0, Run.of("uplink", "--data", data).code());
        }
    }
}
