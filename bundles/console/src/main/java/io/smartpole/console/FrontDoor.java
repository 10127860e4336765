package io.smartpole.console;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request comes in here: looks whether it may, finds who answers, and adds what every answer needs. */
final class FrontDoor {

    static final String EVENTS = "/api/v1/events";

    private static final String API = "/api/";
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    /**
     * A page of somebody else could point its own name at 127.0.0.1 and read this console through the technician's
     * browser (DNS rebinding); its name would stand in the Host header.
     */
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final Gateway gateway;
    private final LiveFeed feed;
    private final Page page;

    FrontDoor(Gateway gateway, LiveFeed feed, Page page) {
        this.gateway = gateway;
        this.feed = feed;
        this.page = page;
    }

    /** @return never null; the adapter only has to write it */
    Response handle(Request request) {
        Response answer = answer(request);
        Map<String, String> headers = new HashMap<>(SECURITY);
        headers.put("Cache-Control", request.path().startsWith(API) ? "no-store" : "no-cache");
        headers.putAll(answer.headers());
        return new Response(answer.status(), answer.type(), answer.body(), headers);
    }

    private Response answer(Request request) {
        try {
            return admit(request);
        } catch (RuntimeException | LinkageError e) { // of another bundle, which may be going away just now
            LOG.warn("{} could not be answered", request.path(), e);
            return Response.refused(
                    500, "this could not be found out: " + e, "try again; if it stays so, look into the log", Map.of());
        }
    }

    private Response admit(Request request) {
        if (request.host() == null || !THIS_MACHINE.matcher(request.host()).matches()) {
            return Response.refused(
                    421,
                    "this console answers only to localhost, not to '" + request.host() + "'",
                    "open http://localhost with the port of the console, on the gateway or through an SSH tunnel",
                    Map.of());
        }
        boolean looksOnly = request.method().equals("GET")
                || (request.method().equals("HEAD") && !request.path().equals(EVENTS));
        if (!looksOnly) {
            return Response.refused(
                    405,
                    "this console only shows, " + request.method() + " is not for " + request.path(),
                    "use GET; the light is changed by a signed command over MQTT",
                    Map.of("Allow", request.path().equals(EVENTS) ? "GET" : "GET, HEAD"));
        }
        return route(request.path());
    }

    private Response route(String path) {
        return switch (path) {
            case "/api/v1/status" -> Response.json(Json.bytes(gateway.status()));
            case "/api/v1/pole" -> Response.json(Json.bytes(gateway.pole()));
            case "/api/v1/readings" -> Response.json(Json.bytes(gateway.readings()));
            case "/api/v1/light" -> Response.json(Json.bytes(gateway.light()));
            case "/api/v1/health" -> Response.json(Json.bytes(gateway.health()));
            case EVENTS -> feed.full() ? crowded() : Response.events();
            default -> page.find(path).orElseGet(() -> unknown(path));
        };
    }

    private static Response crowded() {
        return Response.refused(
                503,
                "%d pages are watching this pole already".formatted(LiveFeed.STREAMS),
                "close one of them; this one tries again by itself",
                Map.of("Retry-After", "10"));
    }

    private static Response unknown(String path) {
        return Response.refused(
                404,
                "there is nothing at " + path,
                "open / for the page, or /api/v1/ with status, pole, readings, light, health or events",
                Map.of());
    }
}
