package io.smartpole.uplink;

import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.util.List;

/** Hardware profiles of which only the name or the supply matters. */
final class TestProfile {

    private TestProfile() {}

    static HardwareProfile of(Supply supply) {
        return of("city-basic", supply);
    }

    static HardwareProfile of(String name, Supply supply) {
        return new HardwareProfile(name, "a test's pole", "raspberry-pi-4", supply, List.of(), List.of(), null);
    }
}
