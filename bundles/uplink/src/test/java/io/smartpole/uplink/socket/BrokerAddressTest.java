package io.smartpole.uplink.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;

class BrokerAddressTest {

    @Test
    void portsAndPathsThatAreNotGivenAreThoseOfTheScheme() {
        is(new BrokerAddress("b.example", 1883, "b.example", null), "tcp://b.example");
        is(new BrokerAddress("b.example", 8883, "b.example", null), "ssl://b.example");
        is(new BrokerAddress("b.example", 443, "b.example", "/mqtt"), "wss://b.example");
        is(new BrokerAddress("b.example", 443, "b.example", "/"), "WSS://b.example:443/");
    }

    @Test
    void whatIsGivenIsUsed() {
        is(new BrokerAddress("b.example", 8884, "b.example:8884", null), "ssl://b.example:8884");
        is(new BrokerAddress("b.example", 8443, "b.example:8443", "/a%20b?c=d"), "wss://b.example:8443/a%20b?c=d");
    }

    @Test
    void anIpv6AddressHasBracketsForHttpOnly() {
        is(new BrokerAddress("2001:db8::1", 443, "[2001:db8::1]", "/mqtt"), "wss://[2001:db8::1]");
    }

    @Test
    void otherSchemesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> BrokerAddress.of(URI.create("http://b.example")));
    }

    private static void is(BrokerAddress expected, String uri) {
        assertEquals(expected, BrokerAddress.of(URI.create(uri)));
    }
}
