package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.Settings.Acknowledge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final TimeSource TIME = new TimeSource() {
        @Override
        public BootId boot() {
            return new BootId("b".repeat(32));
        }

        @Override
        public Moment now() {
            return new Moment(Instant.parse("2026-11-01T12:00:00Z"), true, Duration.ZERO);
        }
    };

    private final UplinkConfig config = TestConfig.withUri("ssl://broker.example:8883");

    @Test
    void anEmptyUriMeansNoBroker() {
        when(config.cloud1_uri()).thenReturn("  ");
        assertEquals(List.of(), settings().endpoints());
    }

    @Test
    void unsetTextsAreLikeEmptyOnes() {
        when(config.cloud1_uri()).thenReturn(null);
        when(config.cloud1_user()).thenReturn(null);
        when(config.cloud1_password()).thenReturn(null);
        when(config.cloud1_client$_$id()).thenReturn(null);
        assertEquals(Settings.NONE, settings());
    }

    @Test
    void theClientIdIsMadeOfTheIdentityUnlessConfigured() {
        PoleIdentity pole = new PoleIdentity("dormagen", "p-1", "", "", "", null);
        assertEquals(
                "smartpole-dormagen-p-1",
                Target.of(endpoint(), null, pole, false).clientId());
        when(config.cloud1_client$_$id()).thenReturn("mine");
        assertEquals("mine", Target.of(endpoint(), null, pole, false).clientId());
    }

    @Test
    void keepAliveIsInSeconds() {
        when(config.cloud1_keep$_$alive()).thenReturn(1200);
        assertEquals(Duration.ofMinutes(20), endpoint().keepAlive());
    }

    @Test
    void plainConnectionsAreForThisMachineOnly() {
        for (String host :
                new String[] {"127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "[::1]", "[0:0:0:0:0:0:0:1]"}) {
            when(config.cloud1_uri()).thenReturn("tcp://" + host + ":1883");
            assertFalse(endpoint().tls(), host);
        }
        for (String host : new String[] {
            "10.0.0.1",
            "128.0.0.1",
            "0.0.0.0",
            "broker.example",
            "127.0.0.1.example",
            "localhost.example",
            "127.example",
            "[::2]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]"
        }) {
            refused("tcp://" + host + ":1883", "cloud1.uri must be ssl:// or wss:// for another machine");
        }
    }

    @Test
    void otherHostsNeedTls() {
        assertTrue(endpoint().tls());
        when(config.cloud1_uri()).thenReturn("SSL://broker.example");
        assertTrue(endpoint().tls());
    }

    @Test
    void whatIsNoBrokerIsRefusedAndNamed() {
        for (String uri : new String[] {
            "broker.example",
            "ws://127.0.0.1/mqtt",
            "wss://broker.example/mqtt?x",
            "broker.example:1883",
            "mqtt://broker.example",
            "ws://127.0.0.1",
            "ssl://",
            "ssl://broker.example/path",
            "ssl://broker.example/",
            "ssl://broker.example?x",
            "ssl://broker.example#x",
            "ssl://broker.example:0",
            "ssl://broker.example:65536",
            "ssl://broker_with_underscore",
            "ssl://a b",
            "tcp://999.0.0.1",
            "ssl://10.0.0.300:8883",
            "ssl://10.0.0:8883"
        }) {
            refused(
                    uri,
                    "cloud1.uri must be ssl://host:port, wss://host:port/path, or tcp://host:port on this machine, with a port from 1 to 65535, but is '"
                            + uri + "'");
        }
    }

    @Test
    void aPasswordInTheUriIsRefusedAndNotRepeated() {
        String message = refused("ssl://user:secret@broker.example", "cloud1.uri must be without '@'");
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void aPasswordNeverShows() {
        when(config.cloud1_user()).thenReturn("pole");
        when(config.cloud1_password()).thenReturn("secret");
        assertEquals("secret", endpoint().password());
        assertFalse(settings().toString().contains("secret"));
    }

    @Test
    void aPasswordNeedsAUser() {
        when(config.cloud1_password()).thenReturn("secret");
        refused("ssl://broker.example", "cloud1.password must not be set without cloud1.user");
    }

    @Test
    void aKeepAliveOutOfRangeIsRefused() {
        for (int seconds : new int[] {Integer.MIN_VALUE, 0, 4, 1201, Integer.MAX_VALUE}) {
            when(config.cloud1_keep$_$alive()).thenReturn(seconds);
            refused("ssl://broker.example", "cloud1.keep-alive must be 5 to 1200 seconds, but is " + seconds);
        }
    }

    @Test
    void aKeepAliveThatIsNoNumberIsRefused() {
        when(config.cloud1_keep$_$alive()).thenThrow(new IllegalStateException("For input string: \"abc\""));
        refused("ssl://broker.example", "cloud1.keep-alive must be a whole number");
    }

    @Test
    void aClientIdTooLongOrWithControlCharactersIsRefused() {
        for (String id : new String[] {"x".repeat(257), "a\nb", "a\0b"}) {
            when(config.cloud1_client$_$id()).thenReturn(id);
            refused("ssl://broker.example", "cloud1.client-id must have at most 256 characters");
        }
    }

    // --- several

    @Test
    void endpointsStandInTheOrderOfTheirSlotsUnlessPrioritiesSayOtherwise() {
        all();
        assertEquals(List.of("cloud1", "cloud2", "local1", "local2"), names());
        when(config.cloud2_priority()).thenReturn(5);
        when(config.local2_priority()).thenReturn(30);
        assertEquals(List.of("cloud2", "cloud1", "local1", "local2"), names());
        when(config.cloud1_uri()).thenReturn("");
        assertEquals(List.of("cloud2", "local1", "local2"), names());
    }

    @Test
    void aLocalBrokerBeforeACloudBrokerIsRefused() {
        all();
        when(config.local1_priority()).thenReturn(15);
        refused(
                "ssl://broker.example",
                "local1.priority must be above cloud2.priority, which is 20, but is 15: readings reach the platform"
                        + " over a cloud broker only");
    }

    @Test
    void aPriorityOutOfRangeIsRefused() {
        for (int priority : new int[] {0, 101}) {
            when(config.cloud1_priority()).thenReturn(priority);
            refused("ssl://broker.example", "cloud1.priority must be 1 to 100, but is " + priority);
        }
    }

    @Test
    void onlyCloudsAreClouds() {
        all();
        assertEquals(
                List.of(true, true, false, false),
                settings().endpoints().stream().map(Endpoint::cloud).toList());
    }

    @Test
    void eachEndpointHasAClientIdOfItsOwn() {
        all();
        PoleIdentity pole = new PoleIdentity("dormagen", "p-1", "", "", "", null);
        assertEquals(
                List.of(
                        "smartpole-dormagen-p-1",
                        "smartpole-dormagen-p-1-cloud2",
                        "smartpole-dormagen-p-1-local1",
                        "smartpole-dormagen-p-1-local2"),
                settings().endpoints().stream()
                        .map(endpoint -> Target.of(endpoint, null, pole, false).clientId())
                        .toList());
    }

    @Test
    void webSocketsNeedTlsAndMayHaveAPath() {
        when(config.cloud1_uri()).thenReturn("wss://broker.example:443/mqtt");
        assertTrue(endpoint().tls());
    }

    @Test
    void otherPolesUseEveryBrokerButThoseOnThisMachine() {
        assertTrue(endpoint().shared());
        when(config.cloud1_uri()).thenReturn("ssl://localhost:8883");
        assertFalse(endpoint().shared());
    }

    @Test
    void timesAndLimitsOutOfRangeAreRefused() {
        for (int seconds : new int[] {1, 301}) {
            when(config.acknowledge_timeout()).thenReturn(seconds);
            refused("ssl://broker.example", "acknowledge.timeout must be 2 to 300, but is " + seconds);
        }
        when(config.acknowledge_timeout()).thenReturn(15);
        for (int seconds : new int[] {4, 3601}) {
            when(config.return$_$after()).thenReturn(seconds);
            refused("ssl://broker.example", "return-after must be 5 to 3600, but is " + seconds);
        }
        when(config.return$_$after()).thenReturn(60);
        when(config.limit_second()).thenReturn(-1);
        refused("ssl://broker.example", "limit.second must be 0 to 1000000, but is -1");
        when(config.limit_second()).thenReturn(0);
        when(config.limit_day()).thenReturn(1_000_001);
        refused("ssl://broker.example", "limit.day must be 0 to 1000000, but is 1000001");
    }

    @Test
    void badCertificatesAreRefusedAlsoWhereNoBrokerNeedsThem() {
        when(config.tls_trusted()).thenReturn("nonsense");
        refused("tcp://127.0.0.1:1883", "tls.trusted");
    }

    private void all() {
        when(config.cloud2_uri()).thenReturn("ssl://second.example");
        when(config.local1_uri()).thenReturn("ssl://cabinet.example");
        when(config.local2_uri()).thenReturn("tcp://127.0.0.1:1883");
    }

    private List<String> names() {
        return settings().endpoints().stream().map(Endpoint::name).toList();
    }

    @Test
    void onlyTheTwoAcknowledgementsAreKnown() {
        assertEquals(Acknowledge.PLATFORM, settings().acknowledge());
        when(config.acknowledge()).thenReturn("puback");
        assertEquals(Acknowledge.PUBACK, settings().acknowledge());
        for (String other : new String[] {"", "PUBACK", "never"}) {
            when(config.acknowledge()).thenReturn(other);
            refused("ssl://broker.example", "acknowledge must be 'platform' or 'puback', but is '" + other + "'");
        }
    }

    private Endpoint endpoint() {
        return settings().endpoints().get(0);
    }

    private Settings settings() {
        return Settings.of(config, new Passwords(null), certified -> Optional.empty(), TIME);
    }

    private String refused(String uri, String expected) {
        when(config.cloud1_uri()).thenReturn(uri);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, this::settings, uri)
                .getMessage());
        assertTrue(message.contains(expected), message);
        return message;
    }
}
