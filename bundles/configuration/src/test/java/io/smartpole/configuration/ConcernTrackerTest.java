package io.smartpole.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.config.Concern;
import io.smartpole.core.keys.Role;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class ConcernTrackerTest {

    private final ConcernTracker tracker = new ConcernTracker(mock(BundleContext.class));

    @Test
    void findsWhatABundleDescribes() {
        Bundle bundle = bundle(
                List.of(Objects.requireNonNull(getClass().getResource("/OSGI-INF/metatype/smartpole.test.xml"))));
        assertEquals(List.of(TestConcerns.TEST), tracker.addingBundle(bundle, null));
    }

    @Test
    void doesNotTrackBundlesThatDescribeNothing() {
        Bundle bundle = mock(Bundle.class);
        assertNull(tracker.addingBundle(bundle, null));
    }

    @Test
    void oneUnreadableFileDoesNotHideTheOthers(@TempDir Path folder) throws IOException {
        Path broken =
                Files.writeString(folder.resolve("smartpole.broken.xml"), "<MetaData><OCD id='smartpole.broken'>");
        URL right = Objects.requireNonNull(getClass().getResource("/OSGI-INF/metatype/smartpole.test.xml"));

        List<Concern> found = tracker.addingBundle(bundle(List.of(broken.toUri().toURL(), right)), null);

        assertEquals(List.of(TestConcerns.TEST), found);
    }

    @ParameterizedTest
    @CsvSource({"lighting,LIGHTING", "' identity ',IDENTITY", "lightning,IDENTITY", "root,IDENTITY"})
    void theBundleSaysWhoMaySetItsConcernsAndAMistakeThereOpensNothing(String header, Role writer) {
        URL file = Objects.requireNonNull(getClass().getResource("/OSGI-INF/metatype/smartpole.test.xml"));
        List<Concern> found =
                tracker.addingBundle(bundle(List.of(file), Map.of("Smartpole-Configured-By", header)), null);
        assertEquals(writer, Objects.requireNonNull(found).get(0).writer());
    }

    private static Bundle bundle(List<URL> files) {
        return bundle(files, Map.of());
    }

    @SuppressWarnings("JdkObsolete") // a bundle has its headers in a Dictionary
    private static Bundle bundle(List<URL> files, Map<String, String> headers) {
        Bundle bundle = mock(Bundle.class);
        when(bundle.findEntries("OSGI-INF/metatype", "smartpole.*.xml", false))
                .thenReturn(Collections.enumeration(files));
        when(bundle.getHeaders("")).thenReturn(new Hashtable<>(headers));
        return bundle;
    }
}
