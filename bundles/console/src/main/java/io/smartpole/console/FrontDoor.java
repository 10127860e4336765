package io.smartpole.console;

import io.smartpole.core.light.LightRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request comes in here: looks whether it may, finds who answers, and adds what every answer needs. */
final class FrontDoor {

    static final String EVENTS = "/api/v1/events";

    private static final String API = "/api/";

    /** Where Prometheus looks if it is told nothing else. */
    private static final String METRICS = "/metrics";

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

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

    /** What a page may do here; {@code user} is null where there is no login. */
    private record Permission(boolean readOnly, @Nullable String user) {}

    /** Answers what only looks. */
    private interface Look {
        Response answer(Request request) throws Refusal;
    }

    /** Answers what changes something, once {@link WriteGuard} let it in. */
    private interface Change {
        Response answer(byte[] body) throws Refusal;
    }

    private final Page page;
    private final Map<String, Look> looks = new HashMap<>();

    /** Path to method to who answers. */
    private final Map<String, Map<String, Change>> changes = new HashMap<>();

    FrontDoor(Gateway gateway, LiveFeed feed, Page page) {
        this.page = page;
        looks.put(
                "/api/v1/console",
                request -> json(new Permission(
                        request.visitor().mayOnlyLook(), request.visitor().user())));
        looks.put("/api/v1/status", request -> json(gateway.status()));
        looks.put("/api/v1/pole", request -> json(gateway.pole()));
        looks.put("/api/v1/readings", request -> json(gateway.readings()));
        looks.put("/api/v1/health", request -> json(gateway.health()));
        looks.put(METRICS, request -> Response.metrics(gateway.metrics()));
        looks.put("/api/v1/light", request -> json(gateway.light()));
        looks.put("/api/v1/light/plan", request -> json(gateway.plan(request.query())));
        looks.put(EVENTS, request -> events(request, feed));

        LightDesk light = new LightDesk(() -> gateway.lighting);
        change("POST", "/api/v1/light/service", light::hold);
        change("DELETE", "/api/v1/light/service", body -> light.ask(new LightRequest.EndLocalService()));
        change("POST", "/api/v1/light/emergency", light::emergency);
        change("DELETE", "/api/v1/light/emergency", body -> light.ask(new LightRequest.EndEmergency()));
        change("POST", "/api/v1/light/override", light::override);
        change("DELETE", "/api/v1/light/override", body -> light.ask(new LightRequest.Resume()));

        ProgramsDesk programs = new ProgramsDesk(() -> gateway.configurations);
        looks.put("/api/v1/light/programs", request -> json(programs.view()));
        change("PUT", "/api/v1/light/programs", programs::save);
    }

    /** Who may only look comes over Kura's server, which cannot hold a stream. */
    private static Response events(Request request, LiveFeed feed) {
        if (request.visitor().mayOnlyLook()) {
            return Response.events(feed.once());
        }
        return feed.full() ? crowded() : Response.events(new byte[0]);
    }

    private void change(String method, String path, Change change) {
        changes.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(method, change);
    }

    private static Response json(@Nullable Object view) {
        return Response.json(Json.bytes(view));
    }

    /** @return never null; the adapter only has to write it */
    Response handle(Request request) {
        Response answer = answer(request);
        Map<String, String> headers = new HashMap<>(SECURITY);
        headers.put(
                "Cache-Control",
                request.path().startsWith(API) || request.path().equals(METRICS) ? "no-store" : "no-cache");
        headers.putAll(answer.headers());
        return new Response(answer.status(), answer.type(), answer.body(), headers);
    }

    private Response answer(Request request) {
        try {
            return route(request);
        } catch (Refusal e) {
            return e.toResponse();
        } catch (IOException e) {
            return Response.refused(400, "the content broke off: " + e.getMessage(), "send it again", Map.of());
        } catch (RuntimeException | LinkageError e) { // of another bundle, which may be going away just now
            LOG.warn("{} could not be answered", request.path(), e);
            return Response.refused(
                    500, "this could not be found out: " + e, "try again; if it stays so, look into the log", Map.of());
        }
    }

    private Response route(Request request) throws Refusal, IOException {
        boolean mayOnlyLook = request.visitor().mayOnlyLook();
        if (!mayOnlyLook) {
            admit(request);
        }
        String path = request.path();
        Map<String, Change> possible = mayOnlyLook ? Map.of() : changes.getOrDefault(path, Map.of());
        Change change = possible.get(request.method());
        if (change != null) {
            return change.answer(WriteGuard.admit(request));
        }
        boolean looksOnly = request.method().equals("GET") || (request.method().equals("HEAD") && !path.equals(EVENTS));
        Look look = looks.get(path);
        if (looksOnly && look != null) {
            return look.answer(request);
        }
        if (looksOnly && possible.isEmpty()) {
            return page(request);
        }
        return notSo(request, possible.keySet());
    }

    private Response page(Request request) {
        String path = request.path().isEmpty() ? "/" : request.path();
        if (path.equals("/") && !request.mount().isEmpty()) {
            return Response.elsewhere(request.mount() + "/index.html"); // the page's links are relative to it
        }
        return page.find(path).orElseGet(() -> unknown(request));
    }

    /** Where nobody logs in, being on this machine is all that can be asked for, also of those who only look. */
    private static void admit(Request request) throws Refusal {
        if (!request.visitor().fromThisMachine()) {
            throw new Refusal(
                    403,
                    "this console answers only to its own machine, and this request came over the network",
                    "work on the gateway or through an SSH tunnel to it");
        }
        if (!request.namesThisMachine()) {
            throw new Refusal(
                    421,
                    "this console answers only to localhost, not to '"
                            + request.headers().host() + "'",
                    "open http://localhost with the port of the console, on the gateway or through an SSH tunnel");
        }
    }

    private Response notSo(Request request, Set<String> changing) {
        String path = request.path();
        StringBuilder allowed = new StringBuilder();
        if (looks.containsKey(path) || changing.isEmpty()) {
            allowed.append(path.equals(EVENTS) ? "GET" : "GET, HEAD");
        }
        for (String method : changing) {
            allowed.append(allowed.isEmpty() ? "" : ", ").append(method);
        }
        String elsewhere = request.visitor().mayOnlyLook()
                ? "inside Kura this page only shows: the configuration is changed in the Kura console, the light"
                : "the light is changed below /api/v1/light/, or";
        return Response.refused(
                405,
                request.method() + " is not for " + path,
                "use " + allowed + "; " + elsewhere + " by a signed command over MQTT",
                Map.of("Allow", allowed.toString()));
    }

    private static Response crowded() {
        return Response.refused(
                503,
                "%d pages are watching this pole already".formatted(LiveFeed.STREAMS),
                "close one of them; this one tries again by itself",
                Map.of("Retry-After", "10"));
    }

    private static Response unknown(Request request) {
        String mount = request.mount();
        return Response.refused(
                404,
                "there is nothing at " + mount + request.path(),
                "open " + mount + "/ for the page, " + mount + "/metrics for Prometheus, or " + mount
                        + "/api/v1/ with console, status, pole, readings, light, light/plan, light/programs, health"
                        + " or events",
                Map.of());
    }
}
