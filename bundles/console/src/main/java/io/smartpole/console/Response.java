package io.smartpole.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What it gets.
 *
 * @param status HTTP status
 * @param type content type
 * @param body the content; of {@link #EVENTS} only the beginning, where a server can hold the stream
 * @param headers all others
 */
record Response(int status, String type, byte[] body, Map<String, String> headers) {

    /** Content type of server-sent events. */
    static final String EVENTS = "text/event-stream";

    static final String JSON = "application/json";

    Response {
        headers = Map.copyOf(headers);
    }

    static Response json(byte[] body) {
        return new Response(200, JSON, body, Map.of());
    }

    /** @param text in Prometheus text exposition format 0.0.4 */
    static Response metrics(String text) {
        return new Response(
                200, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Response events(byte[] first) {
        return new Response(200, EVENTS, first, Map.of());
    }

    /** @param path on the same server */
    static Response elsewhere(String path) {
        return new Response(302, "text/plain;charset=utf-8", new byte[0], Map.of("Location", path));
    }

    /** What the person or program that asked needs to know. */
    private record Refusal(String error, String whatToDo) {}

    static Response refused(int status, String error, String whatToDo, Map<String, String> headers) {
        return new Response(status, JSON, Json.bytes(new Refusal(error, whatToDo)), headers);
    }

    boolean streamsEvents() {
        return type.equals(EVENTS);
    }
}
