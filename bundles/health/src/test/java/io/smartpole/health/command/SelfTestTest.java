package io.smartpole.health.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.command.CommandResult;
import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.health.FakeTime;
import io.smartpole.health.HealthRounds;
import io.smartpole.health.Records;
import io.smartpole.health.TestRounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelfTestTest {

    private final FakeTime time = new FakeTime();
    private final Records records = new Records(time);
    private final HealthRounds rounds =
            TestRounds.of(time, Duration.ofSeconds(30), TestRounds.desk(time), new Records(time));
    private final SelfTest test = new SelfTest(time, rounds, records, () -> time.pass(Duration.ofMillis(100)));
    private final Ask ask = new Ask(test);
    private final List<Reading> recorded = new ArrayList<>();
    private boolean storing = true;
    private boolean connected = true;

    @Nullable
    private Duration silence = Duration.ZERO;

    private HealthResult lamp = HealthResult.ok("shines");

    @BeforeEach
    void allIsWell() {
        TestRounds.watch(rounds, "lamp", () -> lamp);
        records.addListener(recorded::add);
        EvidenceLog log = mock(EvidenceLog.class);
        when(log.backlog()).thenAnswer(call -> new Backlog(0, 0, null, storing ? recorded.size() : 0, 0));
        test.evidence = log;
        Outbox outbox = mock(Outbox.class);
        when(outbox.status())
                .thenAnswer(call -> new LinkStatus(
                        connected,
                        connected ? "cloud1 tcp://127.0.0.1:1883" : "",
                        "nonce",
                        connected ? null : "there is no network",
                        new LinkFigures(1, 0, 1, 0, 0, silence, 0),
                        List.of()));
        test.outbox = outbox;
        time.pass(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        TestRounds.stop(rounds);
    }

    private CommandResult run() throws InterruptedException {
        silence = silence == null ? null : Duration.ofMillis(-1);
        return ask.to("selftest");
    }

    @Test
    void whereAllIsWellItPassesAndIsOnRecord() throws Exception {
        CommandResult result = run();
        assertEquals("PASSED", result.code());
        assertEquals(
                List.of(
                        Map.of("step", "checks", "passed", true, "message", "all 1 are OK"),
                        Map.of("step", "clock", "passed", true, "message", "set, by unknown"),
                        Map.of("step", "store", "passed", true, "message", "a record was signed and stored"),
                        Map.of(
                                "step",
                                "uplink",
                                "passed",
                                true,
                                "message",
                                "acknowledged by cloud1 tcp://127.0.0.1:1883")),
                result.data().get("steps"));
        assertEquals(
                List.of(
                        "0 asking every health check",
                        "30 storing a record",
                        "60 waiting for the broker to acknowledge something"),
                ask.progress);
        assertEquals(2, recorded.size());
        assertEquals(Lane.ALARM, recorded.get(0).lane());
        assertEquals(Lane.MEASUREMENT, recorded.get(1).lane());
        assertEquals(Value.of("the self-test passed"), recorded.get(1).value());
    }

    @Test
    void everyCheckIsAskedAnew() throws Exception {
        rounds.round();
        lamp = HealthResult.critical("dark", "drive out");
        CommandResult result = run();
        assertEquals(CommandResult.Outcome.FAILED, result.outcome(), "programs look at the outcome first");
        assertEquals("FAULTS_FOUND", result.code());
        assertEquals("the self-test found faults: checks: lamp CRITICAL: dark", result.message());
    }

    @Test
    void aDiskThatStoresNothingIsAFaultAfterTenSeconds() throws Exception {
        storing = false;
        Duration begin = time.now().sinceBoot();
        assertTrue(run().message().contains("store: no record was stored within 10 s"));
        assertEquals(SelfTest.STORED_WITHIN, time.now().sinceBoot().minus(begin));
    }

    @Test
    void aBrokerThatAcknowledgesNothingIsAFault() throws Exception {
        silence = null;
        assertTrue(run().message().contains("uplink: cloud1 tcp://127.0.0.1:1883 acknowledged nothing within 30 s"));
        connected = false;
        assertTrue(run().message().contains("uplink: not connected: there is no network"));
    }

    @Test
    void aClockThatIsNotSetIsAFault() throws Exception {
        time.unset();
        assertTrue(run().message().contains("clock: not set"));
    }

    @Test
    void whatIsMissingIsAFault() throws Exception {
        test.evidence = null;
        test.outbox = null;
        String message = run().message();
        assertTrue(message.contains("store: there is no evidence store; uplink: there is no uplink"), message);
    }

    @Test
    void itTakesNoArguments() {
        assertThrows(IllegalArgumentException.class, () -> ask.to("selftest", "lamp", true));
        assertEquals(List.of(), recorded);
    }

    @Test
    void aGatewayThatStopsEndsIt() {
        TestRounds.stop(rounds);
        assertThrows(InterruptedException.class, this::run);
    }
}
