package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same bundles, unmodified, on the framework and the SCR of Kura 5. */
class EquinoxIT {

    private static final Path EQUINOX = Path.of(System.getProperty("smartpole.equinox"));
    private static final Topics TOPICS = new Topics("dormagen", "p-0001");

    @TempDir
    Path folder;

    @Test
    void theSameBundlesRunOnEquinoxWithKurasScr() throws Exception {
        Path home = Home.copyTo(folder.resolve("gateway"));
        replace(home.resolve("lib"), "org.apache.felix.framework", "org.eclipse.osgi");
        replace(home.resolve("bundle/1"), "org.apache.felix.scr", "org.apache.felix.scr");
        Path data = folder.resolve("data");
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.start(home, Path.of(System.getProperty("java.home")), data, mqtt);
                TestClient platform = new TestClient(mqtt, TOPICS.evidence(), TOPICS.receipt())) {
            new Evidence(data).verify(platform.await(20, TOPICS.evidence()));
            platform.await(20, TOPICS.receipt());
            assertFalse(gateway.log().contains("BundleException"), gateway.log());
        }
    }

    private static void replace(Path folder, String without, String with) throws IOException {
        Files.delete(only(folder, without));
        Path jar = only(EQUINOX, with);
        Files.copy(jar, folder.resolve(jar.getFileName()));
    }

    private static Path only(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + name + " in " + folder));
        }
    }
}
