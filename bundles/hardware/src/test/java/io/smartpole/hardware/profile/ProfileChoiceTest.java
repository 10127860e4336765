package io.smartpole.hardware.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.profile.HardwareProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // by JUnit
class ProfileChoiceTest {

    @TempDir
    Path folder;

    private Path profiles;
    private Path data;

    @BeforeEach
    void profiles() throws IOException {
        profiles = Files.createDirectory(folder.resolve("profiles"));
        data = folder.resolve("data");
        write("first");
        write("second");
        Files.writeString(profiles.resolve("wrong.yaml"), "name: wrong\n");
    }

    @Test
    void takesTheConfiguredProfile() {
        ProfileChoice choice = start();
        assertEquals(Optional.of("first"), name(choice.choose("first")));
        assertEquals(Optional.of("second"), name(choice.choose("second")));
        assertEquals(HealthStatus.OK, choice.health().status());
    }

    @Test
    void keepsTheProfileInUseWhenTheNextIsRefused() {
        ProfileChoice choice = start();
        choice.choose("first");
        assertEquals(Optional.of("first"), name(choice.choose("wrong")));
        assertEquals(HealthStatus.WARN, choice.health().status());
        assertTrue(choice.health().message().contains("first stays in use"));
        assertTrue(choice.health().message().contains("wrong.yaml line 1: 'title' is missing"));
    }

    @Test
    void takesTheLastAcceptedAfterARestartWhenItsFileIsNowWrong() throws IOException {
        start().choose("first");
        start().choose("second");
        Files.writeString(profiles.resolve("second.yaml"), "name: [");
        ProfileChoice restarted = start();
        assertEquals(Optional.of("second"), name(restarted.choose("second")));
        assertEquals(HealthStatus.WARN, restarted.health().status());
    }

    @Test
    void takesTheLastAcceptedWhenTheProfilesAreGone() throws IOException {
        start().choose("first");
        Files.delete(profiles.resolve("first.yaml"));
        assertEquals(Optional.of("first"), name(start().choose("first")));
    }

    @Test
    void hasNoneWhenThereNeverWasAGoodOne() {
        ProfileChoice choice = start();
        assertEquals(Optional.empty(), choice.choose("wrong"));
        assertEquals(HealthStatus.CRITICAL, choice.health().status());
        assertTrue(choice.health().message().contains("outputs stay untouched"));
    }

    @Test
    void hasNoneWhenTheKeptCopyIsBroken() throws IOException {
        start().choose("first");
        Files.writeString(data.resolve("accepted-profile.yaml"), "name: [");
        assertEquals(Optional.empty(), start().choose("wrong"));
    }

    @Test
    void namesTheProfilesThatThereAre() {
        ProfileChoice choice = start();
        choice.choose("missing");
        assertTrue(
                choice.health().message().contains("there are first, second, wrong"),
                choice.health().message());
    }

    @Test
    void doesNotLeaveTheFolderOfProfiles() throws IOException {
        Files.writeString(folder.resolve("outside.yaml"), profile("outside"));
        ProfileChoice choice = start();
        assertEquals(Optional.empty(), choice.choose("../outside"));
        assertEquals(Optional.empty(), choice.choose(""));
        assertTrue(
                choice.health().message().contains("is not a name"),
                choice.health().message());
    }

    @Test
    void usesAnAcceptedProfileThatItCannotKeep() throws IOException {
        Files.writeString(data, "a file where the folder should be");
        assertEquals(Optional.of("first"), name(start().choose("first")));
    }

    @Test
    void doesNotWriteTheCopyThatIsThereAlready() throws IOException {
        start().choose("first");
        Object before = Files.readAttributes(data.resolve("accepted-profile.yaml"), "unix:ino");
        start().choose("first");
        assertEquals(before, Files.readAttributes(data.resolve("accepted-profile.yaml"), "unix:ino"));
    }

    private ProfileChoice start() {
        return new ProfileChoice(new ProfileStore(profiles, data));
    }

    private static Optional<String> name(Optional<HardwareProfile> profile) {
        return profile.map(HardwareProfile::name);
    }

    private void write(String name) throws IOException {
        Files.writeString(profiles.resolve(name + ".yaml"), profile(name));
    }

    private static String profile(String name) {
        return "name: " + name + "\ntitle: Test\nboard: raspberry-pi-4\nsupply: permanent\n";
    }
}
