package io.smartpole.health.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.health.FakeTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

class SoftwareCheckTest {

    private final FakeTime time = new FakeTime();
    private final BundleContext context = mock(BundleContext.class);
    private Bundle framework = bundle("org.apache.felix.framework", "7.0.5", Bundle.ACTIVE, false);

    @SuppressWarnings("JdkObsolete") // a Dictionary is what OSGi wants
    private static Bundle bundle(@Nullable String name, String version, int state, boolean fragment) {
        Bundle bundle = mock(Bundle.class);
        when(bundle.getSymbolicName()).thenReturn(name);
        when(bundle.getVersion()).thenReturn(new Version(version));
        when(bundle.getState()).thenReturn(state);
        when(bundle.getHeaders())
                .thenReturn(
                        new Hashtable<>(fragment ? Map.of(Constants.FRAGMENT_HOST, "io.smartpole.core") : Map.of()));
        return bundle;
    }

    private HealthResult check(Bundle... bundles) {
        when(context.getBundle(0)).thenReturn(framework);
        when(context.getBundles()).thenReturn(Arrays.copyOf(bundles, bundles.length));
        return new SoftwareCheck(context, time).check();
    }

    @Test
    void itTellsWhichSoftwareRunsAndSinceWhen() {
        Bundle core = bundle("io.smartpole.core", "0.1.0", Bundle.ACTIVE, false);
        assertEquals(HealthResult.ok("version 0.1.0 runs since 2026-11-01T11:59Z"), check(core));
        time.unset();
        assertEquals(HealthResult.ok("version 0.1.0 runs for 1 min"), check(core));
    }

    @Test
    void aPartThatDoesNotRunIsCriticalOnceTheStartIsOver() {
        Bundle core = bundle("io.smartpole.core", "0.1.0", Bundle.ACTIVE, false);
        Bundle light = bundle("io.smartpole.lighting", "0.1.0", Bundle.INSTALLED, false);
        Bundle fragment = bundle("io.smartpole.extra", "0.1.0", Bundle.RESOLVED, true);
        Bundle lazy = bundle("io.smartpole.lazy", "0.1.0", Bundle.STARTING, false);
        time.pass(Duration.ofMillis(-1));
        assertEquals(HealthStatus.OK, check(core, light, fragment, lazy).status());
        time.pass(Duration.ofMillis(1));
        HealthResult result = check(core, light, fragment, lazy);
        assertEquals(HealthStatus.CRITICAL, result.status());
        assertEquals(
                "version 0.1.0 runs since 2026-11-01T11:59Z; these parts do not run: io.smartpole.lighting",
                result.message());
    }

    @Test
    void whileTheGatewayStopsItIsNoFaultThatPartsAreDown() {
        framework = bundle("org.apache.felix.framework", "7.0.5", Bundle.STOPPING, false);
        Bundle light = bundle("io.smartpole.lighting", "0.1.0", Bundle.RESOLVED, false);
        assertEquals(HealthStatus.OK, check(light).status());
    }

    @Test
    void halfAnUpdateIsNoticedAndOtherPeoplesSoftwareIsNot() {
        Bundle core = bundle("io.smartpole.core", "0.1.0", Bundle.ACTIVE, false);
        Bundle newer = bundle("io.smartpole.uplink", "0.2.0", Bundle.ACTIVE, false);
        Bundle other = bundle("org.apache.felix.scr", "2.2.14", Bundle.RESOLVED, false);
        Bundle nameless = bundle(null, "0.0.0", Bundle.RESOLVED, false);
        assertEquals(HealthStatus.OK, check(core, other, nameless).status());
        HealthResult result = check(core, newer, other);
        assertEquals(HealthStatus.WARN, result.status());
        assertEquals(
                "version 0.1.0 and 0.2.0 runs since 2026-11-01T11:59Z: parts of different versions run together",
                result.message());
    }
}
