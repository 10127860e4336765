package io.smartpole.distribution.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives what is compared one core each time, and the broker another: otherwise it is the scheduler that is measured. Does
 * nothing where there is no {@code taskset} or only one core.
 */
final class Cores {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private Cores() {}

    /** @return the command, for the core of what is measured */
    static List<String> first(List<String> command) {
        return pinned("0", command);
    }

    /** @return the command, for the core of what that talks to */
    static List<String> second(List<String> command) {
        return pinned("1", command);
    }

    private static List<String> pinned(String core, List<String> command) {
        if (!available()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of(TASKSET.toString(), "-c", core));
        pinned.addAll(command);
        return pinned;
    }

    private static boolean available() {
        return Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() > 1;
    }

    /** @return for the notes of a benchmark */
    static String note() {
        return available() ? "gateway and client on core 0 in turn, broker on core 1" : "not pinned to cores";
    }
}
