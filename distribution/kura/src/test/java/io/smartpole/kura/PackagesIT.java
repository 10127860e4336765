package io.smartpole.kura;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.kura.BundleHeaders.Clause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** The packages as they were built: what is in them, and that Kura has what is not. */
class PackagesIT {

    private static final Path ADDON = path("smartpole.addon");
    private static final Path SIMULATION = path("smartpole.addon.simulation");
    private static final Path DEBIAN = path("smartpole.debian");
    private static final Path ARCHIVE = path("smartpole.archive");
    private static final String PLUGINS = "./opt/eclipse/kura/plugins/6s/";

    /** It has no part in the standalone gateway. */
    private static final String ONLY_ON_KURA = "io.smartpole.kura-";

    @Test
    void theAddOnIsThePoleWithTheLibrariesThatKuraLacks() throws IOException {
        assertEquals(
                List.of(
                        "io.smartpole.core",
                        "io.smartpole.formats",
                        "io.smartpole.configuration",
                        "com.fasterxml.jackson.core.jackson-annotations",
                        "com.fasterxml.jackson.core.jackson-core",
                        "com.fasterxml.jackson.core.jackson-databind",
                        "com.fasterxml.jackson.dataformat.jackson-dataformat-cbor",
                        "com.fasterxml.jackson.dataformat.jackson-dataformat-yaml",
                        "com.fazecast.jSerialComm",
                        "io.smartpole.console",
                        "io.smartpole.evidence",
                        "io.smartpole.hardware",
                        "io.smartpole.health",
                        "io.smartpole.identity",
                        "io.smartpole.kura",
                        "io.smartpole.lighting",
                        "io.smartpole.pi4j",
                        "io.smartpole.remote",
                        "io.smartpole.uplink",
                        "org.eclipse.paho.client.mqttv3",
                        "org.yaml.snakeyaml",
                        "solarpositioning-osgi"),
                DeploymentPackage.read(ADDON).symbolicNames());
    }

    @Test
    void theSecondPackageIsTheVirtualPoleAndTheStandInForTheCitysPlatform() throws IOException {
        assertEquals(
                List.of("io.smartpole.simulation", "io.smartpole.standin"),
                DeploymentPackage.read(SIMULATION).symbolicNames());
    }

    @Test
    void aBundleIsInOnePackageOnlySinceKuraInstallsNoneTwice() throws IOException {
        List<String> both = new ArrayList<>(DeploymentPackage.read(ADDON).symbolicNames());
        both.retainAll(DeploymentPackage.read(SIMULATION).symbolicNames());
        assertEquals(List.of(), both);
    }

    @Test
    void thePackagesCallThemselvesByTheirFiles() throws IOException {
        for (Path file : List.of(ADDON, SIMULATION)) {
            Map<String, String> headers = DeploymentPackage.read(file).headers();
            String name = headers.get("DeploymentPackage-SymbolicName") + "-" + headers.get("DeploymentPackage-Version")
                    + ".dp";
            assertEquals(String.valueOf(file.getFileName()), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kura-5.5.txt", "kura-6.txt"})
    void everyImportIsMetByThePackagesThemselvesOrByKura(String kura) throws IOException {
        List<BundleHeaders> bundles =
                new ArrayList<>(DeploymentPackage.read(ADDON).bundles());
        Map<String, List<Version>> exports = exportsOf(kura);
        bundles.forEach(bundle -> addExports(bundle, exports));
        assertEquals(Set.of(), unmet(bundles, exports), "the add-on alone");

        bundles.addAll(DeploymentPackage.read(SIMULATION).bundles());
        bundles.forEach(bundle -> addExports(bundle, exports));
        assertEquals(Set.of(), unmet(bundles, exports), "with the simulation");
    }

    /** What is optional elsewhere is there on Kura 5: else its console would lack our page, and nobody would say why. */
    @Test
    void onKura5ThePageFindsItsServletsAndKurasConsole() throws IOException {
        BundleHeaders console = DeploymentPackage.read(ADDON).bundles().stream()
                .filter(bundle -> bundle.symbolicName().equals("io.smartpole.console"))
                .findFirst()
                .orElseThrow();
        Map<String, List<Version>> exports = exportsOf("kura-5.5.txt");
        Set<String> met = new TreeSet<>();
        for (Clause wanted : console.clauses("Import-Package")) {
            List<Version> there = exports.getOrDefault(wanted.name(), List.of());
            if (wanted.optional() && there.stream().anyMatch(new VersionRange(wanted.version())::includes)) {
                met.add(wanted.name());
            }
        }
        assertEquals(
                Set.of("javax.servlet", "javax.servlet.http", "org.eclipse.kura.web.api", "org.osgi.service.http"),
                met);
    }

    @Test
    void noBundleInsistsOnMoreThanJavaAndComponents() throws IOException {
        Set<String> more = new TreeSet<>();
        List<BundleHeaders> bundles =
                new ArrayList<>(DeploymentPackage.read(ADDON).bundles());
        bundles.addAll(DeploymentPackage.read(SIMULATION).bundles());
        for (BundleHeaders bundle : bundles) {
            for (Clause clause : bundle.clauses("Require-Capability")) {
                String filter = clause.parameters().getOrDefault("filter:", "");
                boolean kuraHasIt = switch (clause.name()) {
                    case "osgi.ee" -> filter.matches("\\(&\\(osgi\\.ee=JavaSE\\)\\(version=(17|11|1\\.[5-8])\\)\\)");
                    // SCR 2.1.16
                    case "osgi.extender" ->
                        filter.matches("\\(&\\(osgi\\.extender=osgi\\.component\\)\\(version>=1\\.[0-4]\\.0\\).*");
                    // not looked at when a bundle is resolved
                    case "osgi.service" -> "active".equals(clause.parameters().get("effective:"));
                    default -> false;
                };
                if (!clause.optional() && !kuraHasIt) {
                    more.add(bundle.symbolicName() + ": " + clause.name() + " " + filter);
                }
            }
        }
        assertEquals(Set.of(), more);
    }

    @Test
    void theJarsAreTheStandaloneGatewaysByteForByte() throws IOException {
        Map<String, byte[]> standalone = new HashMap<>();
        try (InputStream archive = Files.newInputStream(ARCHIVE)) {
            Archive.tarGz(archive).forEach((name, entry) -> {
                if (name.matches("[^/]+/(bundle|simulation)/\\d/[^/]+\\.jar")) {
                    standalone.put(name.substring(name.lastIndexOf('/') + 1), entry.bytes());
                }
            });
        }
        int compared = 0;
        for (Path file : List.of(ADDON, SIMULATION)) {
            for (Map.Entry<String, byte[]> jar :
                    DeploymentPackage.read(file).jars().entrySet()) {
                if (!jar.getKey().startsWith(ONLY_ON_KURA)) {
                    byte[] other = standalone.get(jar.getKey());
                    assertNotNull(other, jar.getKey() + " is not in " + ARCHIVE);
                    assertArrayEquals(other, jar.getValue(), jar.getKey());
                    compared++;
                }
            }
        }
        assertEquals(23, compared);
    }

    @Test
    void theDebianPackageLaysTheSameJarsWhereKura6StartsThemAndNothingElse() throws IOException {
        Map<String, Archive.Entry> files = debian("data.tar.gz");
        Map<String, byte[]> jars = DeploymentPackage.read(ADDON).jars();
        Set<String> expected =
                jars.keySet().stream().map(name -> PLUGINS + name).collect(Collectors.toCollection(TreeSet::new));
        expected.add("./usr/share/doc/smartpole-kura/copyright");
        Set<String> found = new TreeSet<>();
        files.forEach((name, entry) -> {
            if (entry.type() == '0') {
                found.add(name);
            }
        });
        assertEquals(expected, found);
        jars.forEach((name, bytes) -> assertArrayEquals(
                bytes, Objects.requireNonNull(files.get(PLUGINS + name)).bytes(), name));
    }

    @Test
    void theDebianPackagesFilesAreRootsAndReadableAndBearOneDate() throws IOException {
        Set<Long> dates = new HashSet<>();
        debian("data.tar.gz").forEach((name, entry) -> {
            assertEquals(entry.type() == '0' ? "644" : "755", entry.mode(), name);
            assertEquals("root:root", entry.user() + ":" + entry.group(), name);
            dates.add(entry.time());
        });
        assertEquals(1, dates.size(), "dates: " + dates);
    }

    @Test
    void theDebianPackageIsForKura6OnAnyMachineAndRunsNoScripts() throws IOException {
        Map<String, Archive.Entry> control = debian("control.tar.gz");
        assertEquals(Set.of("./control", "./md5sums"), control.keySet());
        List<String> fields = new String(
                        Objects.requireNonNull(control.get("./control")).bytes(), UTF_8)
                .lines()
                .toList();
        String version = DeploymentPackage.read(ADDON).headers().get("DeploymentPackage-Version");
        for (String field : List.of(
                "Package: smartpole-kura",
                "Version: " + version,
                "Architecture: all",
                "Depends: kura-core (>= 6.0.0~), kura-core (<< 7.0.0~)")) {
            assertTrue(fields.contains(field), field + " in " + fields);
        }
    }

    private static Map<String, Archive.Entry> debian(String member) throws IOException {
        byte[] bytes = Archive.ar(DEBIAN).get(member);
        assertNotNull(bytes, member);
        return Archive.tarGz(new ByteArrayInputStream(bytes));
    }

    private static Map<String, List<Version>> exportsOf(String kura) throws IOException {
        Map<String, List<Version>> exports = new HashMap<>();
        ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getPackages().stream())
                .forEach(name -> add(exports, name, "0"));
        try (InputStream list = Objects.requireNonNull(PackagesIT.class.getResourceAsStream(kura))) {
            for (String line : new String(list.readAllBytes(), UTF_8).lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split(" ", 2);
                    add(exports, words[0], words[1]);
                }
            }
        }
        return exports;
    }

    private static void addExports(BundleHeaders bundle, Map<String, List<Version>> exports) {
        bundle.clauses("Export-Package").forEach(clause -> add(exports, clause.name(), clause.version()));
    }

    private static void add(Map<String, List<Version>> exports, String name, String version) {
        exports.computeIfAbsent(name, ignored -> new ArrayList<>()).add(new Version(version));
    }

    private static Set<String> unmet(List<BundleHeaders> bundles, Map<String, List<Version>> exports) {
        Set<String> unmet = new TreeSet<>();
        for (BundleHeaders bundle : bundles) {
            for (Clause wanted : bundle.clauses("Import-Package")) {
                VersionRange range = new VersionRange(wanted.version());
                List<Version> there = exports.getOrDefault(wanted.name(), Collections.emptyList());
                if (!wanted.optional() && there.stream().noneMatch(range::includes)) {
                    unmet.add(bundle.symbolicName() + " wants " + wanted.name() + " " + range + ", there is " + there);
                }
            }
        }
        return unmet;
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property));
    }
}
