package io.smartpole.tools.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushWatchTest {

    private final PushWatch watch = new PushWatch(false);

    private static Delivery report(String pole, long revision, String outcome) {
        String json = "{\"revision\":" + revision + ",\"outcome\":\"" + outcome + "\",\"message\":\"m\"}";
        return new Delivery(
                "smartpole/v1/" + pole + "/config/reported", json.getBytes(StandardCharsets.UTF_8), false, 0, () -> {});
    }

    @ParameterizedTest
    @CsvSource({"applied, 0", "rejected, 1", "rolled-back, 1"})
    void aFinalWordDecidesTheCode(String outcome, int code) {
        watch.sent("s/p", 7);
        assertTrue(watch.waiting());
        assertEquals(List.of("s/p  " + outcome + ": m"), watch.heard(report("s/p", 7, outcome)));
        assertFalse(watch.waiting());
        assertEquals(code, watch.code());
        assertEquals(List.of(), watch.heard(report("s/p", 7, "rejected")));
        assertEquals(code, watch.code());
    }

    @Test
    void whatIsAboutOthersIsPassedOver() {
        watch.sent("s/p", 7);
        assertEquals(List.of(), watch.heard(report("s/p", 6, "applied")));
        assertEquals(List.of(), watch.heard(report("s/other", 7, "applied")));
        assertEquals(List.of(), watch.heard(report("s/p", 7, "lost")));
        assertTrue(watch.waiting());
        assertEquals(List.of("s/p"), watch.silent());
    }

    @Test
    void progressIsToldOnceEach() {
        watch.sent("s/p", 7);
        assertEquals(1, watch.heard(report("s/p", 7, "pending")).size());
        assertEquals(List.of(), watch.heard(report("s/p", 7, "pending")));
        assertTrue(watch.waiting());
        assertEquals(List.of(), watch.silent());
    }

    @Test
    void theOutcomeIsSaidOnce() {
        assertEquals("rolled back: it was cut off", words(Outcome.ROLLED_BACK, "rolled back: it was cut off"));
        assertEquals("pending: on probation", words(Outcome.PENDING, "on probation"));
    }

    private static String words(Outcome outcome, String message) {
        return new ConfigReported(7, outcome, message, null, List.of(), List.of(), List.of()).words();
    }

    @Test
    void aHigherRevisionHasOvertakenIt() {
        watch.sent("s/p", 7);
        assertEquals(List.of("s/p  another one came in between, revision 8"), watch.heard(report("s/p", 8, "applied")));
        assertEquals(1, watch.code());
    }

    @Test
    void whoIsSilentIsGivenUpButMayStillSpeakWhileOthersAreWaitedFor() {
        watch.sent("s/p", 7);
        watch.sent("s/q", 3);
        watch.heard(report("s/q", 3, "pending"));
        assertEquals(List.of("s/p"), watch.giveUpSilent());
        assertTrue(watch.waiting());
        assertEquals(2, watch.code());
        watch.heard(report("s/p", 7, "applied"));
        watch.heard(report("s/q", 3, "applied"));
        assertFalse(watch.waiting());
        assertEquals(0, watch.code());
    }

    @Test
    void aRefusalOfOneCountsMoreThanTheSilenceOfAnother() {
        watch.sent("s/p", 7);
        watch.sent("s/q", 3);
        watch.giveUpSilent();
        watch.heard(report("s/q", 3, "rejected"));
        assertEquals(1, watch.code());
    }

    @Test
    void whatWasSetPastTheChecksIsShown() {
        watch.sent("s/p", 7);
        String json = "{\"revision\":7,\"outcome\":\"applied\",\"message\":\"applied\",\"refused\":[{\"pid\":\"a\","
                + "\"key\":\"k\",\"given\":\"9\",\"expected\":\"must be 1\"}]}";
        assertEquals(
                List.of("s/p  applied", "    set past the checks and taken back: a k: must be 1, but is 9"),
                watch.heard(new Delivery(
                        "smartpole/v1/s/p/config/reported",
                        json.getBytes(StandardCharsets.UTF_8),
                        false,
                        0,
                        () -> {})));
    }
}
