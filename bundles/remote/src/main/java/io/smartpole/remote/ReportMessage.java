package io.smartpole.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The retained message on topic {@code config/reported}. Pure. */
final class ReportMessage {

    /** A setting can be a whole certificate; people only want to see which value is meant. */
    static final int LONGEST_VALUE = 200;

    private ReportMessage() {}

    /** @return JSON, UTF-8 */
    static byte[] encode(ConfigurationReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("revision", report.revision());
        json.put("outcome", report.outcome().label());
        json.put("message", report.message());
        Instant time = report.time();
        json.put(
                "time",
                time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString());
        addAll(json.putArray("errors"), report.errors());
        json.put("fingerprint", report.fingerprint());
        ArrayNode drift = json.putArray("drift");
        for (ConfigurationReport.Drift difference : report.drift()) {
            drift.addObject()
                    .put("pid", difference.pid())
                    .put("key", difference.key())
                    .put("desired", shown(difference.desired()))
                    .put("actual", shown(difference.actual()));
        }
        if (!report.refused().isEmpty()) { // seldom, and older platforms do not know it
            addAll(json.putArray("refused"), report.refused());
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void addAll(ArrayNode array, List<ConfigurationProblem> problems) {
        for (ConfigurationProblem problem : problems) {
            array.addObject()
                    .put("pid", shown(problem.pid()))
                    .put("key", shown(problem.key()))
                    .put("given", shown(problem.given()))
                    .put("expected", problem.expected());
        }
    }

    private static String shown(String value) {
        return Texts.shorten(value, LONGEST_VALUE);
    }
}
