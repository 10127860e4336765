package io.smartpole.uplink;

import static org.mockito.Mockito.mock;

/** A configuration with its defaults, to be changed by Mockito. */
final class TestConfig {

    private TestConfig() {}

    static Uplink.Config withUri(String uri) {
        return mock(
                Uplink.Config.class,
                call -> call.getMethod().getName().equals("cloud1_uri")
                        ? uri
                        : call.getMethod().getDefaultValue());
    }
}
