package io.smartpole.uplink;

import static org.mockito.Mockito.mock;

/** A configuration with its defaults, to be changed by Mockito. */
final class TestConfig {

    private TestConfig() {}

    static UplinkConfig withUri(String uri) {
        return mock(
                UplinkConfig.class,
                call -> call.getMethod().getName().equals("cloud1_uri")
                        ? uri
                        : call.getMethod().getDefaultValue());
    }
}
