package io.smartpole.console;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Requests as a person at the pole makes them. */
final class Ask {

    static final String HERE = "localhost:8080";

    private Ask() {}

    static Request to(String method, String path, @Nullable String host) {
        return request(method, path, new Request.Headers(host, null, "application/json"), true, new byte[0]);
    }

    static Request get(String pathAndQuery) {
        return to("GET", pathAndQuery, HERE);
    }

    /** As Kura's web console passes it on: from the network, to a page below {@code /smartpole}, by somebody logged in. */
    static Request inKura(String method, String path) {
        return new Request(
                method,
                "/smartpole",
                path,
                null,
                new Request.Headers("pole.city.example", null, "application/json"),
                Request.Visitor.loggedIn("admin"),
                most -> "{}".getBytes(StandardCharsets.UTF_8));
    }

    static Request change(String method, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return request(
                method,
                path,
                new Request.Headers(HERE, "http://" + HERE, "application/json;charset=utf-8"),
                true,
                body);
    }

    static Request request(
            String method, String pathAndQuery, Request.Headers headers, boolean fromThisMachine, byte[] body) {
        String[] parts = pathAndQuery.split("\\?", 2);
        return new Request(
                method,
                "",
                parts[0],
                parts.length == 2 ? parts[1] : null,
                headers,
                Request.Visitor.withoutLogin(fromThisMachine),
                most -> Arrays.copyOf(body, Math.min(most, body.length)));
    }

    static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
