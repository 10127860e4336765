package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people at the pole ask of the light, through the front door. */
class LightDeskTest {

    private final Gateway gateway = FakeGateway.make(new FakeTime("2027-11-01T20:00:00Z"));
    private final FakeGateway.Light light = new FakeGateway.Light();
    private final FrontDoor door = new FrontDoor(gateway, new LiveFeed(gateway), new Page());

    LightDeskTest() {
        gateway.lighting = light;
    }

    private Response ask(String method, String what, String body) {
        return door.handle(Ask.change(method, "/api/v1/light/" + what, body));
    }

    @Test
    void everyWishReachesTheLightControl() {
        ask("POST", "service", "{\"percent\":0,\"seconds\":60}");
        ask("POST", "service", "{\"percent\":100}");
        ask("DELETE", "service", "");
        ask("POST", "emergency", "{\"seconds\":3600}");
        ask("POST", "emergency", "{}");
        ask("DELETE", "emergency", "");
        ask("POST", "override", "{\"seconds\":1,\"percent\":33.5}");
        ask("POST", "override", "{\"percent\":60}");
        ask("DELETE", "override", "");
        assertEquals(
                List.of(
                        new LightRequest.LocalService(LightLevel.OFF, Duration.ofSeconds(60)),
                        new LightRequest.LocalService(LightLevel.FULL, LightRequest.LocalService.DEFAULT),
                        new LightRequest.EndLocalService(),
                        new LightRequest.Emergency(Duration.ofHours(1)),
                        new LightRequest.Emergency(LightRequest.Emergency.DEFAULT),
                        new LightRequest.EndEmergency(),
                        new LightRequest.SetLevel(LightLevel.percent(33.5), Duration.ofSeconds(1)),
                        new LightRequest.SetLevel(LightLevel.percent(60), LightRequest.SetLevel.DEFAULT),
                        new LightRequest.Resume()),
                light.requests);
    }

    @Test
    void whatBecameOfItIsTold() {
        light.result = new LightResult(LightResult.Outcome.BOUNDED, "the floor is 50 %");
        Response response = ask("POST", "override", "{\"percent\":10}");
        assertEquals(200, response.status());
        assertEquals("{\"outcome\":\"BOUNDED\",\"message\":\"the floor is 50 %\"}", Ask.text(response));

        light.result = new LightResult(LightResult.Outcome.REFUSED, "at most 2 h");
        Response refused = ask("POST", "service", "{\"percent\":10,\"seconds\":9999}");
        assertEquals(400, refused.status());
        assertTrue(Ask.text(refused).startsWith("{\"error\":\"at most 2 h\""), Ask.text(refused));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "60",
                "{\"percent\":60",
                "{}",
                "{\"seconds\":60}",
                "{\"percent\":\"60\"}",
                "{\"percent\":null}",
                "{\"percent\":-1}",
                "{\"percent\":100.1}",
                "{\"percent\":1e400}",
                "{\"percent\":NaN}",
                "{\"percent\":60,\"seconds\":1.5}",
                "{\"percent\":60,\"seconds\":\"60\"}",
                "{\"percent\":60,\"seconds\":null}",
                "{\"percent\":60,\"seconds\":99999999999}",
                "{\"percent\":60,\"minutes\":1}",
                "{\"percent\":60,\"percent\":0}"
            })
    void aWrongWishIsRefusedAndNeverReachesTheLight(String body) {
        for (String what : List.of("service", "override")) {
            Response response = ask("POST", what, body);
            assertEquals(400, response.status(), body);
            assertTrue(Ask.text(response).contains("\"whatToDo\":\""), Ask.text(response));
        }
        assertEquals(List.of(), light.requests);
    }

    @Test
    void anEmergencyHasNoLevel() {
        assertEquals(400, ask("POST", "emergency", "{\"percent\":10}").status());
        assertEquals(List.of(), light.requests);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, service, 'POST, DELETE'",
        "PUT, service, 'POST, DELETE'",
        "PATCH, emergency, 'POST, DELETE'",
        "GET, override, 'POST, DELETE'",
        "POST, programs, 'GET, HEAD, PUT'",
        "POST, plan, 'GET, HEAD'"
    })
    void whatAPathIsNotForIsSaid(String method, String what, String allowed) {
        Response response = ask(method, what, "{\"percent\":10}");
        assertEquals(405, response.status());
        assertEquals(allowed, response.headers().get("Allow"));
        assertEquals(List.of(), light.requests);
    }

    @Test
    void aForeignPageReachesNothing() {
        Request.Headers foreign = new Request.Headers(Ask.HERE, "http://evil.example", "application/json");
        for (String path : List.of("service", "emergency", "override")) {
            for (String method : List.of("POST", "DELETE")) {
                byte[] body = "{\"percent\":0}".getBytes(StandardCharsets.UTF_8);
                Request request = Ask.request(method, "/api/v1/light/" + path, foreign, true, body);
                assertEquals(403, door.handle(request).status());
            }
        }
        assertEquals(List.of(), light.requests);
    }

    @Test
    void withoutALightControlItSaysSo() {
        gateway.lighting = null;
        assertEquals(503, ask("POST", "service", "{\"percent\":0}").status());
        assertEquals(503, ask("DELETE", "service", "").status());
        assertEquals(503, door.handle(Ask.get("/api/v1/light/plan")).status());
    }
}
