package io.smartpole.distribution.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** On what was measured: without it, a figure says nothing. */
final class Machine {

    private Machine() {}

    static String describe(Workplace workplace) throws IOException {
        String extra = System.getenv("SMARTPOLE_JAVA_OPTS");
        return String.format(
                Locale.ROOT,
                """
                machine:    %s, %d cores, %s %s; load before: %.2f
                disk:       %s
                java:       %s %s, %s
                options:    %s%s
                empty-felix-http: the launcher and framework of lib/ with these bundles only, same options:
                            %s
                """,
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Files.getFileStore(workplace.folder()).type(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                System.getProperty("os.arch"),
                String.join(" ", workplace.javaOptions()),
                extra == null ? "" : " and SMARTPOLE_JAVA_OPTS " + extra,
                String.join(" ", workplace.emptyBundles()));
    }

    private static String processor() throws IOException {
        Path board = Path.of("/proc/device-tree/model");
        if (Files.exists(board)) { // a Raspberry Pi has no model name in cpuinfo
            return Files.readString(board).replace("\0", "");
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        }
    }
}
