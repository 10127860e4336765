package io.smartpole.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the house, looked up in the jars that are delivered. */
class BuiltBundlesIT {

    private static final Pattern OUR_PACKAGE = Pattern.compile("io\\.smartpole\\.([a-z0-9]+)[a-z0-9.]*");
    private static final Pattern COMPONENT_FILE = Pattern.compile("OSGI-INF/[^/]+\\.xml");
    private static final Pattern REFERENCE = Pattern.compile("<reference [^>]*>");
    private static final Pattern FORM = Pattern.compile("<OCD [^>]*?\\bname=\"([^\"]+)\"");

    @Test
    void aBundleImportsNoOtherBundleOfOursThanCoreAndFormats() throws IOException {
        Map<String, String> offences = new TreeMap<>();
        List<Path> bundles = ourBundles();
        for (Path jar : bundles) {
            Manifest manifest = manifest(jar);
            String name = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            List<String> allowed = name.equals("io.smartpole.core") ? List.of("core") : List.of("core", "formats");
            String imports = String.valueOf(manifest.getMainAttributes().getValue("Import-Package"));
            Matcher used = OUR_PACKAGE.matcher(imports);
            while (used.find()) {
                if (!allowed.contains(used.group(1))) {
                    offences.put(name, used.group());
                }
            }
        }
        assertEquals(Map.of(), offences);
        assertTrue(bundles.size() >= 12, "only " + bundles.size() + " bundles were looked at");
    }

    @Test
    void onlyCoreAndFormatsAreOpenToOthers() throws IOException {
        for (Path jar : ourBundles()) {
            Manifest manifest = manifest(jar);
            String name = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            String exports = String.valueOf(manifest.getMainAttributes().getValue("Export-Package"));
            boolean open = exports.contains("io.smartpole.");
            assertEquals(name.equals("io.smartpole.core") || name.equals("io.smartpole.formats"), open, name);
        }
    }

    @Test
    void theCurrentTimeIsReadInOnePlace() throws IOException {
        JavaClasses ours = new ClassFileImporter()
                .importUrls(ourBundles().stream().map(BuiltBundlesIT::url).toList())
                .that(JavaClass.Predicates.resideInAPackage("io.smartpole.."));
        assertTrue(ours.size() > 100, "only " + ours.size() + " classes were looked at");
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.smartpole.core.time.SystemTime")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.Clock.class, "systemDefaultZone")
                .orShould()
                .callConstructor(java.util.Date.class)
                .because("time is passed in: in tests and in the simulation it is not that of this computer")
                .check(ours);
    }

    @Test
    void theDemosPartsAreInTheSimulationOnly() throws IOException {
        try (Stream<Path> pole = Files.walk(RunningGateway.home().resolve("bundle"))) {
            assertEquals(
                    List.of(),
                    pole.map(path -> path.getFileName().toString())
                            .filter(name -> name.contains("simulation")
                                    || name.contains("standin")
                                    || name.contains("moquette")
                                    || name.contains("tools"))
                            .toList());
        }
    }

    @Test
    void anOptionalServiceIsNoParameterOfAConstructor() throws IOException {
        Map<String, String> offences = new TreeMap<>();
        int components = 0;
        for (Path jar : ourBundles()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : Collections.list(file.entries())) {
                    if (!COMPONENT_FILE.matcher(entry.getName()).matches()) {
                        continue;
                    }
                    components++;
                    String xml = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    Matcher reference = REFERENCE.matcher(xml);
                    while (reference.find()) {
                        if (reference.group().contains("cardinality=\"0..1\"")
                                && reference.group().contains("parameter=")) {
                            offences.put(entry.getName(), reference.group());
                        }
                    }
                }
            }
        }
        assertEquals(
                Map.of(),
                offences,
                "Kura 5's Declarative Services (SCR before 2.1.26) never activate a component whose constructor has a"
                        + " parameter for a service that is missing: use a field");
        assertTrue(components > 30, "only " + components + " components were looked at");
    }

    @Test
    void inKurasListOfServicesOursStandTogetherSinceTheyBeginAlike() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path jar : ourBundles()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : Collections.list(file.entries())) {
                    if (entry.getName().startsWith("OSGI-INF/metatype/") && !entry.isDirectory()) {
                        Matcher form = FORM.matcher(
                                new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                        assertTrue(form.find(), entry.getName());
                        names.add(form.group(1));
                    }
                }
            }
        }
        assertEquals(
                List.of(),
                names.stream().filter(name -> !name.startsWith("Smart pole: ")).toList());
        assertTrue(names.size() >= 7, "only " + names);
    }

    private static List<Path> ourBundles() throws IOException {
        try (Stream<Path> pole = Files.walk(RunningGateway.home().resolve("bundle"));
                Stream<Path> demo = Files.walk(RunningGateway.home().resolve("simulation"))) {
            return Stream.concat(pole, demo)
                    .filter(path -> path.getFileName().toString().startsWith("io.smartpole."))
                    .sorted()
                    .toList();
        }
    }

    private static URL url(Path jar) {
        try {
            return new URI("jar:" + jar.toUri() + "!/").toURL();
        } catch (URISyntaxException | MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private static Manifest manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest();
        }
    }
}
