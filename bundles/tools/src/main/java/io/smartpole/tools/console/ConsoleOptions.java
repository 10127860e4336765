package io.smartpole.tools.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.tools.terminal.DataOptions;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which console, and how to ask it: an option that several commands share. */
public final class ConsoleOptions {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);

    /** A year's plan takes a small computer its time. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

    @Option(
            names = "--console",
            paramLabel = "URL",
            description =
                    "Console of the gateway. Default: $SMARTPOLE_CONSOLE, or that of the demo in the data folder, or"
                            + " http://localhost:8080. It answers only on the gateway itself or through an SSH tunnel.")
    private @Nullable String given;

    @Mixin
    private DataOptions data = new DataOptions();

    /**
     * @param path such as {@code /api/v1/light}, with its query
     * @throws UserError if the console cannot be reached or refuses; the message says what to do
     */
    public JsonNode get(String path) throws InterruptedException {
        String url = url();
        HttpResponse<String> response = send(url, path);
        try {
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() == 200) {
                return answer;
            }
            if (answer.hasNonNull("error")) {
                throw new UserError(Plain.text(answer.path("error").asText() + ": "
                        + answer.path("whatToDo").asText()));
            }
        } catch (JsonProcessingException e) {
            // Something else than a console answered: said below.
        }
        throw new UserError("what answers at " + url + " is no console of a smart pole (status " + response.statusCode()
                + " for " + path + "): name it with --console");
    }

    private String url() {
        if (given != null) {
            return given;
        }
        String named = System.getenv("SMARTPOLE_CONSOLE");
        return named != null && !named.isBlank() ? named : data.demoConsole().orElse("http://localhost:8080");
    }

    private HttpResponse<String> send(String url, String path) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECTED_WITHIN)
                .build();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path))
                    .timeout(ANSWERED_WITHIN)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + url + "' is no console: write it as http://localhost:8080", e);
        } catch (IOException e) {
            throw new UserError(
                    "cannot reach the console at " + url + " (" + problem(e)
                            + "): is the gateway running? From another machine: ssh -L 8080:localhost:8080 GATEWAY."
                            + " Another address is named with --console",
                    e);
        }
    }

    private static String problem(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        return e instanceof ConnectException ? "nobody answers there" : Problems.of(e);
    }
}
