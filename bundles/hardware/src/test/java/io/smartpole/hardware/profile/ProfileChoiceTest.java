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
    void takesAnOwnProfileRatherThanTheOneOfTheList() {
        ProfileChoice choice = start();
        assertEquals(Optional.of("first"), name(choice.choose("city-basic", "first")));
        assertEquals(Optional.of("second"), name(choice.choose("city-basic", "second")));
        assertEquals(HealthStatus.OK, choice.health().status());
    }

    @Test
    void takesAnyShippedProfileThoughThereIsNoFolderOfOwnOnes() throws IOException {
        ProfileChoice choice = new ProfileChoice(new ProfileStore(folder.resolve("missing"), data));
        for (String name : ProfileStore.SHIPPED) {
            assertEquals(Optional.of(name), name(choice.choose(name, "")));
            assertEquals(HealthStatus.OK, choice.health().status());
        }
    }

    @Test
    void aNameThatIsNotInTheListIsRefusedWithTheListAlsoIfThereIsAnOwnProfileOfThatName() {
        ProfileChoice choice = start();
        choice.choose("city-dali", "");
        for (String wrong : new String[] {"first", "", "../profiles/first", "hardware-profile.schema"}) {
            assertEquals(Optional.of("city-dali"), name(choice.choose(wrong, "")));
            String message = choice.health().message();
            assertTrue(message.contains("profile '" + wrong + "' is refused, city-dali stays in use"), message);
            assertTrue(message.contains("none of city-basic, city-dali, city-environment"), message);
            assertTrue(choice.health().action().contains("'profile' of smartpole.hardware"));
        }
    }

    @Test
    void aWrongOwnProfileIsNotReplacedByTheOneOfTheListWhichMayFitOtherWires() {
        ProfileChoice choice = start();
        assertEquals(Optional.empty(), choice.choose("city-basic", "wrong"));
        assertTrue(choice.health().message().contains("own 'wrong' is refused"));
        assertTrue(choice.health().action().contains("'own' of smartpole.hardware"));
    }

    @Test
    void keepsTheProfileInUseWhenTheNextIsRefused() {
        ProfileChoice choice = start();
        choice.choose("city-basic", "first");
        assertEquals(Optional.of("first"), name(choice.choose("city-basic", "wrong")));
        assertEquals(HealthStatus.WARN, choice.health().status());
        assertTrue(choice.health().message().contains("first stays in use"));
        assertTrue(choice.health().message().contains("wrong.yaml line 1: 'title' is missing"));
    }

    @Test
    void takesTheLastAcceptedAfterARestartWhenItsFileIsNowWrong() throws IOException {
        start().choose("city-basic", "first");
        start().choose("city-basic", "second");
        Files.writeString(profiles.resolve("second.yaml"), "name: [");
        ProfileChoice restarted = start();
        assertEquals(Optional.of("second"), name(restarted.choose("city-basic", "second")));
        assertEquals(HealthStatus.WARN, restarted.health().status());
    }

    @Test
    void takesTheLastAcceptedWhenTheProfilesAreGone() throws IOException {
        start().choose("city-basic", "first");
        Files.delete(profiles.resolve("first.yaml"));
        assertEquals(Optional.of("first"), name(start().choose("city-basic", "first")));
    }

    @Test
    void hasNoneWhenThereNeverWasAGoodOne() {
        ProfileChoice choice = start();
        assertEquals(Optional.empty(), choice.choose("city-basic", "wrong"));
        assertEquals(HealthStatus.CRITICAL, choice.health().status());
        assertTrue(choice.health().message().contains("outputs stay untouched"));
    }

    @Test
    void hasNoneWhenTheKeptCopyIsBroken() throws IOException {
        start().choose("city-basic", "first");
        Files.writeString(data.resolve("accepted-profile.yaml"), "name: [");
        assertEquals(Optional.empty(), start().choose("city-basic", "wrong"));
    }

    @Test
    void namesTheProfilesThatThereAre() {
        ProfileChoice choice = start();
        choice.choose("city-basic", "missing");
        assertTrue(
                choice.health().message().contains("there are first, second, wrong"),
                choice.health().message());
    }

    @Test
    void doesNotLeaveTheFolderOfProfiles() throws IOException {
        Files.writeString(folder.resolve("outside.yaml"), profile("outside"));
        ProfileChoice choice = start();
        assertEquals(Optional.empty(), choice.choose("city-basic", "../outside"));
        assertTrue(
                choice.health().message().contains("is not the name of a file"),
                choice.health().message());
    }

    @Test
    void usesAnAcceptedProfileThatItCannotKeep() throws IOException {
        Files.writeString(data, "a file where the folder should be");
        assertEquals(Optional.of("first"), name(start().choose("city-basic", "first")));
    }

    @Test
    void doesNotWriteTheCopyThatIsThereAlready() throws IOException {
        start().choose("city-basic", "first");
        Object before = Files.readAttributes(data.resolve("accepted-profile.yaml"), "unix:ino");
        start().choose("city-basic", "first");
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
