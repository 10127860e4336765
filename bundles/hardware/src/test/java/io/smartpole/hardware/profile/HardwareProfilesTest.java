package io.smartpole.hardware.profile;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.profile.HardwareProfile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@SuppressWarnings("NullAway") // mocks and JUnit fill in what the compiler cannot see
class HardwareProfilesTest {

    @TempDir
    Path data;

    private final BundleContext bundle = mock();
    private final ServiceRegistration<HardwareProfile> registration = mock();
    private HardwareProfiles profiles;

    @BeforeEach
    void start() {
        when(bundle.getProperty("smartpole.profiles")).thenReturn("../../hardware-profiles");
        when(bundle.getProperty("smartpole.data")).thenReturn(data.toString());
        when(bundle.registerService(eq(HardwareProfile.class), any(HardwareProfile.class), isNull()))
                .thenReturn(registration);
        profiles = new HardwareProfiles(bundle);
    }

    @Test
    void offersTheConfiguredProfileOnceHoweverOftenItIsTold() {
        profiles.activate(config("city-basic"));
        profiles.modified(config("city-basic"));
        profiles.modified(config(" city-basic "));
        verifyOffered("city-basic", 1);
        verify(registration, never()).unregister();
    }

    @Test
    void withdrawsTheOldProfileBeforeItOffersTheNew() {
        profiles.activate(config("city-basic"));
        profiles.modified(config("city-environment"));
        verify(registration).unregister();
        verifyOffered("city-environment", 1);
    }

    @Test
    void goesOnOfferingTheOldProfileWhenTheNewIsRefused() {
        profiles.activate(config("city-basic"));
        profiles.modified(config("no-such-profile"));
        profiles.modified(config(null));
        verify(registration, never()).unregister();
    }

    @Test
    void offersNothingWhenThereIsNoGoodProfile() {
        profiles.activate(config("no-such-profile"));
        verify(bundle, never()).registerService(eq(HardwareProfile.class), any(HardwareProfile.class), isNull());
    }

    @Test
    void withdrawsItsOfferWhenItStops() {
        profiles.activate(config("city-basic"));
        profiles.withdraw();
        verify(registration).unregister();
    }

    private void verifyOffered(String name, int count) {
        verify(bundle, times(count))
                .registerService(
                        eq(HardwareProfile.class),
                        argThat((HardwareProfile p) -> p.name().equals(name)),
                        isNull());
    }

    private static HardwareProfiles.Config config(@Nullable String profile) {
        HardwareProfiles.Config config = mock();
        when(config.profile()).thenReturn(profile);
        return config;
    }
}
