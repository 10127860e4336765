package io.smartpole.uplink.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
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
        is(new BrokerAddress("b.example", 8443, "b.example:8443", "/a%20b"), "wss://b.example:8443/a%20b");
    }

    @Test
    void anIpv6AddressHasBracketsForHttpOnly() {
        is(new BrokerAddress("2001:db8::1", 443, "[2001:db8::1]", "/mqtt"), "wss://[2001:db8::1]");
    }

    @Test
    void eachTimeAnotherOfItsAddressesIsTheFirst() throws Exception {
        List<InetAddress> all = List.of(address(1), address(2), address(3));
        BrokerAddress broker = BrokerAddress.of(URI.create("ssl://in-turn.example"));
        assertEquals(all, broker.inTurn(all));
        BrokerAddress.of(URI.create("ssl://other.example")).inTurn(all);
        assertEquals(List.of(address(2), address(3), address(1)), broker.inTurn(all));
        assertEquals(List.of(address(3), address(1), address(2)), broker.inTurn(all));
        assertEquals(all, broker.inTurn(all));
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    }

    @Test
    void otherSchemesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> BrokerAddress.of(URI.create("http://b.example")));
    }

    private static void is(BrokerAddress expected, String uri) {
        assertEquals(expected, BrokerAddress.of(URI.create(uri)));
    }
}
