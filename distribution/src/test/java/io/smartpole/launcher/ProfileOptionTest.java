package io.smartpole.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileOptionTest {

    @TempDir
    Path folder;

    private Path shipped;

    @BeforeEach
    void aGatewayWithTwoProfiles() throws IOException {
        shipped = Files.createDirectory(folder.resolve("shipped"));
        Files.createFile(shipped.resolve("city-basic.yaml"));
        Files.createFile(shipped.resolve("city-dali.yaml"));
    }

    @Test
    void anUnknownProfileIsNamedWithThoseThatThereAre() throws IOException {
        assertTrue(unknown("city-basics").endsWith("but: city-basic, city-dali"));
        own("bridge");
        String wrong = unknown("city-basics");
        assertTrue(wrong.contains("'city-basics'") && wrong.endsWith("but: bridge, city-basic, city-dali"), wrong);
    }

    @Test
    void aShippedProfileIsChosenFromTheListAndNoOwnOneStandsInItsWay() throws IOException {
        own("city-dali");
        JsonNode hardware = hardware("city-dali");
        assertEquals("city-dali", hardware.path("profile").asText());
        assertTrue(hardware.path("own").asText("missing").isEmpty());
    }

    @Test
    void anotherProfileIsAnOwnOneOfTheDataFolder() throws IOException {
        own("bridge");
        JsonNode hardware = hardware("bridge");
        assertEquals("bridge", hardware.path("own").asText());
        assertTrue(hardware.path("profile").isMissingNode());
    }

    private JsonNode hardware(String profile) throws IOException {
        Options options = options(profile);
        assertTrue(options.unknownProfile(shipped).isEmpty());
        return new ObjectMapper()
                .readTree(DemoConfiguration.of(options, options.hasShippedProfile(shipped)))
                .path("smartpole.hardware");
    }

    private String unknown(String profile) throws IOException {
        return options(profile).unknownProfile(shipped).orElseThrow();
    }

    private Options options(String profile) {
        return Options.parse(
                List.of("--profile", profile, "--data", folder.resolve("data").toString()));
    }

    private void own(String name) throws IOException {
        Path profiles = Files.createDirectories(folder.resolve("data/hardware-profiles"));
        Files.createFile(profiles.resolve(name + ".yaml"));
    }
}
