package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UplinkRuleTest {

    private final UplinkRule rule = new UplinkRule(certified -> Optional.empty(), new TimeSource() {
        @Override
        public BootId boot() {
            return new BootId("b".repeat(32));
        }

        @Override
        public Moment now() {
            return new Moment(Instant.parse("2026-11-01T12:00:00Z"), true, Duration.ZERO);
        }
    });

    @Test
    void whatTheUplinkAcceptsIsAllowed() {
        assertEquals(List.of(), check(Map.of()));
        assertEquals(
                List.of(),
                check(Map.of("cloud1.uri", "ssl://broker.example", "cloud1.keep-alive", 30, "return-after", 10)));
    }

    @Test
    void whatItWouldNotAcceptIsRefusedWithKeyAndReason() {
        assertEquals(
                List.of(
                        "smartpole.uplink cloud2.uri must be ssl://host:port, wss://host:port/path, or tcp://host:port on"
                                + " this machine, with a port from 1 to 65535, but is 'broker'"),
                check(Map.of("cloud1.uri", "ssl://broker.example", "cloud2.uri", "broker")));
        assertEquals(
                List.of(
                        "smartpole.uplink cloud1.password must not be set without cloud1.user (MQTT 3.1.1), but is set"),
                check(Map.of("cloud1.uri", "ssl://broker.example", "cloud1.password", "secret")));
        assertEquals(
                List.of("smartpole.uplink cloud1.keep-alive must be 5 to 1200 seconds, but is 4"),
                check(Map.of("cloud1.uri", "ssl://broker.example", "cloud1.keep-alive", 4)));
        assertEquals(
                List.of(
                        "smartpole.uplink local1.priority must be above cloud1.priority, which is 10, but is 5: readings"
                                + " reach the platform over a cloud broker only"),
                check(Map.of(
                        "cloud1.uri",
                        "ssl://broker.example",
                        "local1.uri",
                        "ssl://cabinet.example",
                        "local1.priority",
                        5)));
    }

    @Test
    void certificatesAreLookedAtToo() {
        List<String> problems = check(Map.of("tls.trusted", "nonsense"));
        assertEquals(1, problems.size());
        assertEquals("smartpole.uplink tls.trusted", problems.get(0).substring(0, 28));
    }

    @Test
    void othersConcernsAreNotItsBusiness() {
        ConfigurationChange other =
                new ConfigurationChange("smartpole.evidence", Map.of(), Map.of("cloud1.uri", "x"), Origin.ON_SITE);
        assertEquals(List.of(), rule.check(other));
    }

    private List<String> check(Map<String, Object> proposed) {
        return rule.check(new ConfigurationChange(Uplink.PID, Map.of(), proposed, Origin.PLATFORM)).stream()
                .map(ConfigurationProblem::message)
                .toList();
    }
}
