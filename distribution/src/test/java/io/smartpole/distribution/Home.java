package io.smartpole.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of the assembled gateway, for tests that put something else into one. */
final class Home {

    private Home() {}

    /** @return the copy */
    static Path copyTo(Path home) throws IOException {
        Path original = RunningGateway.home();
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(original.relativize(file).toString()));
            }
        }
        return home;
    }
}
