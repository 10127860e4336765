package io.smartpole.hardware.profile;

import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where profiles come from, and where a copy of the last accepted one is kept. */
final class ProfileStore {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileStore.class);

    private static final String ENDING = ".yaml";
    private static final String ACCEPTED = "accepted-profile.yaml";

    private final Path folder;
    private final Path accepted;

    /**
     * @param folder with one YAML file per profile
     * @param data this concern's folder for what must survive a restart
     */
    ProfileStore(Path folder, Path data) {
        this.folder = folder;
        this.accepted = data.resolve(ACCEPTED);
    }

    /**
     * @param name as configured
     * @throws ProfileRefused if there is no such file, or it cannot be read
     */
    byte[] read(String name) throws ProfileRefused {
        if (!Names.isName(name)) {
            throw refused("the configured profile '" + name + "'", "is not a name; there are " + available());
        }
        try {
            return Files.readAllBytes(folder.resolve(name + ENDING));
        } catch (IOException e) {
            throw refused(name + ENDING, "cannot be read in " + folder + " (" + e + "); there are " + available());
        }
    }

    private static ProfileRefused refused(String file, String text) {
        return new ProfileRefused(List.of(new Problem(file, 0, "", text)));
    }

    private String available() {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList();
            return names.isEmpty() ? "none" : String.join(", ", names);
        } catch (IOException e) {
            return "none, because the folder cannot be read";
        }
    }

    /** @return the copy of the last accepted profile, if there is one */
    Optional<byte[]> accepted() {
        try {
            return Files.exists(accepted) ? Optional.of(Files.readAllBytes(accepted)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("the last accepted profile in {} cannot be read: {}", accepted, e.toString());
            return Optional.empty();
        }
    }

    /** Keeps a copy, if it is not the one that is kept already. */
    void keep(byte[] yaml) {
        if (accepted().filter(kept -> Arrays.equals(kept, yaml)).isPresent()) {
            return;
        }
        try {
            DataFolder.replace(accepted, yaml);
        } catch (IOException e) {
            LOG.error("the accepted profile is used, but could not be kept in {}: {}", accepted, e.toString());
        }
    }
}
