package io.smartpole.kura.container;

import io.smartpole.formats.topics.Topics;
import io.smartpole.kura.container.inside.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Both packages in a container, as for training: a virtual pole that talks to the stand-in's broker. */
final class TrialPole {

    static final Topics TOPICS = new Topics("dormagen", "p-0001");
    static final Map<String, Object> IDENTITY =
            Map.of("site", "dormagen", "pole", "p-0001", "latitude", 51.09, "longitude", 6.84);

    private TrialPole() {}

    /** Kura's first snapshot: broker and uplink at a port that is free, and batches that do not wait long. */
    static void seed(Path folder, int mqtt) throws Exception {
        Files.createDirectories(folder);
        new Snapshot(folder.resolve("snapshot"))
                .write(Map.of(
                        "smartpole.standin", Map.of("port", mqtt),
                        "smartpole.uplink", Map.of("cloud1.uri", "tcp://127.0.0.1:" + mqtt),
                        "smartpole.evidence", Map.of("batch.interval", 2)));
    }

    /** Starts the container and installs both packages; a technician names the pole. */
    static Container named(Path folder, int mqtt) throws Exception {
        seed(folder, mqtt);
        Container container = installed(folder);
        try {
            awaitForm(container);
            container.update("smartpole.identity", IDENTITY);
            awaitReceipts(container);
            // A wrong value that came before this would take the good one with it: see the limits of the configuration.
            container.await(
                    10,
                    "the identity taken in",
                    container::log,
                    log -> log.matches("(?s).*changed elsewhere: [^\n]*smartpole.identity.*"));
            return container;
        } catch (Throwable e) {
            container.close();
            throw e;
        }
    }

    static Container installed(Path folder, String... options) throws Exception {
        Container container = Container.start(folder, options);
        try {
            container.install(Container.SIMULATION);
            container.install(Container.ADDON);
            return container;
        } catch (Throwable e) {
            container.close();
            throw e;
        }
    }

    /** Waits until a technician could name the pole: the form is there, and the stand-in for the city has claimed the pole. */
    static void awaitForm(Container container) throws Exception {
        container.await(
                20,
                "the identity's form",
                () -> container.ask("active"),
                active -> active.contains("smartpole.identity"));
        container.await(20, "a claim", container::log, log -> log.contains("claimed this pole"));
    }

    /** Waits until signed readings have reached the stand-in of the platform, and it has said so. */
    static void awaitReceipts(Container container) throws Exception {
        container.await(
                30,
                "batches with receipts",
                () -> container.page("/api/v1/status").path("evidence"),
                evidence -> evidence.path("committedBatches").asInt() > 1
                        && evidence.path("waitingBatches").asInt(1) == 0);
    }
}
