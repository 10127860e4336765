package io.smartpole.kura;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightStatus;
import io.smartpole.formats.health.HealthJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.kura.message.KuraResponsePayload;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request: JSON in the body, with the names that topic {@code health} and our console use, and what
 * a table of the platform wants to show as metrics.
 */
final class Answers {

    // Of these, Kura's answers are made; Kapua knows no others.
    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int ERROR = 500;

    private Answers() {}

    /** @param report null while nobody asks the health checks */
    static KuraResponsePayload health(@Nullable HealthReport report) {
        if (report == null) {
            return refusal(ERROR, "the health checks do not run");
        }
        KuraResponsePayload answer = answer(HealthJson.of(report));
        answer.addMetric("status", report.status().name());
        answer.addMetric("critical", count(report, HealthStatus.CRITICAL));
        answer.addMetric("warn", count(report, HealthStatus.WARN));
        return answer;
    }

    /** @param status null while there is no light control */
    static KuraResponsePayload light(@Nullable LightStatus status) {
        if (status == null) {
            return refusal(ERROR, "the light control does not run");
        }
        LightDecision decision = status.decision();
        LightLevel output = status.output();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("levelPercent", percent(decision.level()));
        json.put("rule", decision.rule().label());
        json.put("why", decision.why());
        json.put("until", text(decision.until()));
        json.put("outputPercent", output == null ? null : percent(output));
        json.put("floorPercent", percent(status.floor()));
        json.put("powerWatts", status.watts());
        ArrayNode alarms = json.putArray("alarms");
        for (LampAlarm alarm : status.alarms()) {
            alarms.addObject()
                    .put("event", alarm.event())
                    .put("evidence", alarm.evidence())
                    .put("since", text(alarm.since()));
        }
        json.put("problem", status.problem());
        KuraResponsePayload answer = answer(json);
        answer.addMetric("levelPercent", percent(decision.level()));
        answer.addMetric("rule", decision.rule().label());
        answer.addMetric("why", decision.why());
        return answer;
    }

    static KuraResponsePayload refusal(int code, String why) {
        KuraResponsePayload refusal = new KuraResponsePayload(code);
        refusal.setExceptionMessage(why);
        return refusal;
    }

    private static KuraResponsePayload answer(ObjectNode json) {
        KuraResponsePayload answer = new KuraResponsePayload(OK);
        answer.setBody(json.toString().getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    private static int count(HealthReport report, HealthStatus status) {
        return (int) report.checks().stream()
                .filter(check -> check.result().status() == status)
                .count();
    }

    private static double percent(LightLevel level) {
        return Math.round(level.percent() * 10) / 10.0;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
