package io.smartpole.distribution;

import io.smartpole.distribution.Processes.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The operator's command line, as {@code scripts/pole} starts it. */
final class PoleCommand {

    private PoleCommand() {}

    static Ended run(String... words) throws Exception {
        return Processes.run(60, words(words).toArray(String[]::new));
    }

    /** @return what starts it, word by word */
    static List<String> words(String... words) {
        Path home = RunningGateway.home();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                home.resolve("tools") + "/*:" + home.resolve("lib") + "/*",
                "io.smartpole.tools.Pole"));
        command.addAll(List.of(words));
        return command;
    }
}
