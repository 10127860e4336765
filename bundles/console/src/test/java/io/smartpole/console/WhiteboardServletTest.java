package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteboardServletTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"192.168.1.7", "0.0.0.0", "fe80::1", "::"})
    void whoComesFromElsewhereOrFromNowhereIsNotOnThisMachine(@Nullable String address) throws Exception {
        assertFalse(WhiteboardServlet.isLoopback(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void whoComesOverALoopbackAddressIs(String address) throws Exception {
        assertTrue(WhiteboardServlet.isLoopback(address));
    }
}
