package io.smartpole.kura;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraResponsePayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusRequestsTest {

    private final StatusRequests requests = new StatusRequests();
    private final Lighting lighting = mock(Lighting.class);

    @Test
    void healthSaysWhatIsTheCaseAndWhatToDo() throws IOException {
        requests.health = () -> new HealthReport(
                HealthStatus.CRITICAL,
                Said.NOON,
                List.of(
                        new HealthReport.Check("clock", HealthResult.ok("trusted"), Said.NOON, null),
                        new HealthReport.Check(
                                "sensors",
                                HealthResult.critical("bme280 has not answered for 35 s", "check its plug"),
                                Said.NOON,
                                new HealthReport.Note("ops", "ordered", null))),
                new HealthReport.Note("ann", "on site", Said.NOON.plusSeconds(3600)));
        KuraResponsePayload answer = ask("health");
        assertEquals(200, answer.getResponseCode());
        assertEquals("CRITICAL", answer.getMetric("status"));
        assertEquals(1, answer.getMetric("critical"));
        assertEquals(0, answer.getMetric("warn"));
        assertEquals(
                json("{'status':'CRITICAL','time':'2026-11-01T12:00:00Z',"
                        + "'maintenance':{'by':'ann','text':'on site','until':'2026-11-01T13:00:00Z'},'checks':["
                        + "{'name':'clock','status':'OK','message':'trusted','action':'','since':'2026-11-01T12:00:00Z',"
                        + "'acknowledged':null},"
                        + "{'name':'sensors','status':'CRITICAL','message':'bme280 has not answered for 35 s',"
                        + "'action':'check its plug','since':'2026-11-01T12:00:00Z',"
                        + "'acknowledged':{'by':'ops','text':'ordered','until':null}}]}"),
                body(answer));
    }

    @Test
    void healthWithoutAClockSaysNoTimes() throws IOException {
        requests.health = () -> new HealthReport(
                HealthStatus.OK,
                null,
                List.of(new HealthReport.Check("lamp", HealthResult.ok("pwm answers"), null, null)),
                null);
        JsonNode body = body(ask("health"));
        assertEquals(true, body.get("time").isNull());
        assertEquals(true, body.get("maintenance").isNull());
        assertEquals(true, body.path("checks").path(0).get("since").isNull());
    }

    @Test
    void lightSaysTheLevelAndWhy() throws IOException {
        requests.lighting = lighting;
        when(lighting.status())
                .thenReturn(light(
                        LightLevel.percent(70),
                        Said.NOON,
                        List.of(new LampAlarm("lampFailure", "0 W at 70 %", Said.NOON)),
                        null));
        KuraResponsePayload answer = ask("light");
        assertEquals(200, answer.getResponseCode());
        assertEquals(70.0, answer.getMetric("levelPercent"));
        assertEquals("override", answer.getMetric("rule"));
        assertEquals("asked for until 12:00", answer.getMetric("why"));
        assertEquals(
                json(
                        "{'levelPercent':70.0,'rule':'override','why':'asked for until 12:00','until':'2026-11-01T12:00:00Z',"
                                + "'outputPercent':70.0,'floorPercent':33.3,'powerWatts':null,"
                                + "'alarms':[{'event':'lampFailure','evidence':'0 W at 70 %','since':'2026-11-01T12:00:00Z'}],"
                                + "'problem':null}"),
                body(answer));
    }

    @Test
    void lightWithoutAClockOrADriverSaysSo() throws IOException {
        requests.lighting = lighting;
        when(lighting.status())
                .thenReturn(light(
                        null, null, List.of(new LampAlarm("lampFailure", "0 W", null)), "no driver takes the level"));
        JsonNode body = body(ask("light"));
        assertEquals(true, body.get("until").isNull());
        assertEquals(true, body.get("outputPercent").isNull());
        assertEquals(true, body.path("alarms").path(0).get("since").isNull());
        assertEquals("no driver takes the level", body.path("problem").asText());
    }

    @Test
    void whatIsNotThereIsAnsweredWithWhatThereIs() {
        for (Object resource : Arrays.asList(
                List.of(),
                List.of("lights"),
                List.of("health", "lamp"),
                List.of("x".repeat(100_000)),
                Arrays.asList((Object) null),
                "health",
                7)) {
            refused(requests.doGet(new RequestHandlerContext(), request(resource)), 404, "ask for health or light");
        }
        refused(
                requests.doGet(new RequestHandlerContext(), new KuraMessage(new KuraPayload())),
                404,
                "ask for health or light");
    }

    @Test
    void whatDoesNotRunIsSaid() {
        refused(asked("health"), 500, "the health checks do not run");
        refused(asked("light"), 500, "the light control does not run");
    }

    @Test
    void aServiceThatFailsIsAnAnswerToo() {
        requests.lighting = lighting;
        when(lighting.status()).thenThrow(new IllegalStateException("going away, as the test wants it"));
        refused(asked("light"), 500, "the gateway failed to answer");
    }

    @Test
    void everyCloudConnectionIsToldOnceAndLetGo() throws KuraException {
        RequestHandlerRegistry registry = mock(RequestHandlerRegistry.class);
        requests.addRegistry(registry);
        verify(registry).registerRequestHandler("SMARTPOLE-V1", requests);
        requests.removeRegistry(registry);
        verify(registry).unregister("SMARTPOLE-V1");
    }

    @Test
    void aConnectionThatRefusesStopsNothing() throws KuraException {
        RequestHandlerRegistry registry = mock(RequestHandlerRegistry.class);
        doThrow(mock(KuraException.class)).when(registry).registerRequestHandler(any(), any());
        doThrow(new IllegalStateException("gone, as the test wants it"))
                .when(registry)
                .unregister(any());
        assertDoesNotThrow(() -> requests.addRegistry(registry));
        assertDoesNotThrow(() -> requests.removeRegistry(registry));
    }

    private static LightStatus light(
            @Nullable LightLevel output, @Nullable Instant until, List<LampAlarm> alarms, @Nullable String problem) {
        LightLevel level = LightLevel.percent(70);
        Verdict verdict = new Verdict(LightRule.OVERRIDE, level, "asked for until 12:00");
        return new LightStatus(
                new LightDecision(level, LightRule.OVERRIDE, until, null, List.of(verdict)),
                output,
                new LightLevel(1 / 3.0),
                null,
                null,
                null,
                Map.of(),
                null,
                LampFigures.NONE,
                alarms,
                null,
                problem);
    }

    private KuraMessage asked(String resource) {
        return requests.doGet(new RequestHandlerContext(), request(List.of(resource)));
    }

    private KuraResponsePayload ask(String resource) {
        return (KuraResponsePayload) asked(resource).getPayload();
    }

    private static KuraMessage request(Object args) {
        return new KuraMessage(new KuraPayload(), Map.of("args", args));
    }

    private static void refused(KuraMessage answer, int code, String why) {
        KuraResponsePayload payload = (KuraResponsePayload) answer.getPayload();
        assertEquals(code, payload.getResponseCode());
        String said = String.valueOf(payload.getMetric("response.exception.message"));
        assertEquals(true, said.startsWith(why), said);
    }

    private static JsonNode body(KuraPayload payload) throws IOException {
        return new ObjectMapper().readTree(Objects.requireNonNull(payload.getBody()));
    }

    private static JsonNode json(String quoted) throws IOException {
        return new ObjectMapper().readTree(quoted.replace('\'', '"'));
    }
}
