package io.smartpole.hardware.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@SuppressWarnings("NullAway") // mocks and JUnit fill in what the compiler cannot see
class HardwareProfilesTest {

    @TempDir
    Path data;

    private final BundleContext bundle = mock();
    private final ServiceRegistration<HardwareProfile> registration = mock();
    private HardwareProfiles profiles;

    @BeforeEach
    void start() {
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
    void anOwnProfileIsUsedInsteadUntilItIsEmptyAgain() throws IOException {
        Path own = Files.createDirectory(data.resolve("hardware-profiles"));
        Files.writeString(
                own.resolve("mine.yaml"), "name: mine\ntitle: Mine\nboard: raspberry-pi-4\nsupply: permanent\n");
        profiles.activate(config("city-basic", " mine "));
        verifyOffered("mine", 1);
        profiles.modified(config("city-basic", " "));
        verifyOffered("city-basic", 1);
    }

    @Test
    void theListOffersExactlyTheProfilesThatAreShippedEachWithALabel() throws Exception {
        Map<String, String> offered = new TreeMap<>();
        NodeList options = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("target/classes/OSGI-INF/metatype/smartpole.hardware.xml")
                        .toFile())
                .getElementsByTagName("Option");
        for (int i = 0; i < options.getLength(); i++) {
            Element option = (Element) options.item(i);
            offered.put(option.getAttribute("value"), option.getAttribute("label"));
        }
        Map<String, String> shipped = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("../../hardware-profiles"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                String name = file.getFileName().toString().replace(".yaml", "");
                HardwareProfile profile = new ProfileReader().read(name, Files.readAllBytes(file));
                shipped.put(name, profile.title());
            }
        }
        assertEquals(shipped.keySet(), offered.keySet());
        assertEquals(shipped.keySet(), new TreeSet<>(ProfileStore.SHIPPED));
        shipped.forEach((name, title) -> assertTrue(offered.get(name).startsWith(title + ": "), offered.get(name)));
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
        return config(profile, null);
    }

    private static HardwareProfiles.Config config(@Nullable String profile, @Nullable String own) {
        HardwareProfiles.Config config = mock();
        when(config.profile()).thenReturn(profile);
        when(config.own()).thenReturn(own);
        return config;
    }
}
