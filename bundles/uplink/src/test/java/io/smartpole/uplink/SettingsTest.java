package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.uplink.Settings.Acknowledge;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Uplink.Config config = TestConfig.withUri("ssl://broker.example:8883");

    @Test
    void anEmptyUriMeansNoBroker() {
        when(config.cloud1_uri()).thenReturn("  ");
        assertNull(Settings.of(config).cloud1());
    }

    @Test
    void unsetTextsAreLikeEmptyOnes() {
        when(config.cloud1_uri()).thenReturn(null);
        when(config.cloud1_user()).thenReturn(null);
        when(config.cloud1_password()).thenReturn(null);
        when(config.cloud1_client$_$id()).thenReturn(null);
        assertEquals(Settings.NONE, Settings.of(config));
    }

    @Test
    void theClientIdIsMadeOfTheIdentityUnlessConfigured() {
        PoleIdentity pole = new PoleIdentity("dormagen", "p-1", "", "", "", null);
        assertEquals(
                "smartpole-dormagen-p-1", Target.of(endpoint(), pole, false).clientId());
        when(config.cloud1_client$_$id()).thenReturn("mine");
        assertEquals("mine", Target.of(endpoint(), pole, false).clientId());
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
            refused("tcp://" + host + ":1883", "use ssl://");
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
            "tcp://999.0.0.1"
        }) {
            refused(
                    uri,
                    "cloud1.uri must be ssl://host:port, or tcp://host:port on this machine, but is '" + uri + "'");
        }
    }

    @Test
    void aPasswordInTheUriIsRefusedAndNotRepeated() {
        String message = refused("ssl://user:secret@broker.example", "cloud1.uri must not contain '@'");
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void aPasswordNeverShows() {
        when(config.cloud1_user()).thenReturn("pole");
        when(config.cloud1_password()).thenReturn("secret");
        assertEquals("secret", endpoint().password());
        assertFalse(Settings.of(config).toString().contains("secret"));
    }

    @Test
    void aPasswordNeedsAUser() {
        when(config.cloud1_password()).thenReturn("secret");
        refused("ssl://broker.example", "cloud1.password is set without cloud1.user");
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
        refused("ssl://broker.example", "cloud1.keep-alive must be a whole number of seconds");
    }

    @Test
    void aClientIdTooLongOrWithControlCharactersIsRefused() {
        for (String id : new String[] {"x".repeat(257), "a\nb", "a\0b"}) {
            when(config.cloud1_client$_$id()).thenReturn(id);
            refused("ssl://broker.example", "cloud1.client-id must have at most 256 characters");
        }
    }

    @Test
    void onlyTheTwoAcknowledgementsAreKnown() {
        assertEquals(Acknowledge.PLATFORM, Settings.of(config).acknowledge());
        when(config.acknowledge()).thenReturn("puback");
        assertEquals(Acknowledge.PUBACK, Settings.of(config).acknowledge());
        for (String other : new String[] {"", "PUBACK", "never"}) {
            when(config.acknowledge()).thenReturn(other);
            refused("ssl://broker.example", "acknowledge must be 'platform' or 'puback', but is '" + other + "'");
        }
    }

    private Endpoint endpoint() {
        Endpoint endpoint = Settings.of(config).cloud1();
        if (endpoint == null) {
            throw new AssertionError("no endpoint");
        }
        return endpoint;
    }

    private String refused(String uri, String expected) {
        when(config.cloud1_uri()).thenReturn(uri);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Settings.of(config), uri)
                .getMessage());
        assertTrue(message.contains(expected), message);
        return message;
    }
}
