package io.smartpole.hardware.profile;

import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where profiles come from: inside this bundle, or somebody's own; and where a copy of the last accepted one is kept. */
final class ProfileStore {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileStore.class);

    /** The profiles inside this bundle. The options of key {@code profile} must be the same. */
    static final List<String> SHIPPED = List.of("city-basic", "city-dali", "city-environment");

    private static final String ENDING = ".yaml";
    private static final String ACCEPTED = "accepted-profile.yaml";

    private final Path own;
    private final Path accepted;

    /**
     * @param own folder with one YAML file per own profile; may be missing
     * @param data this concern's folder for what must survive a restart
     */
    ProfileStore(Path own, Path data) {
        this.own = own;
        this.accepted = data.resolve(ACCEPTED);
    }

    /**
     * @param name as configured
     * @throws ProfileRefused if there is none of this name
     */
    byte[] shipped(String name) throws ProfileRefused {
        if (!SHIPPED.contains(name)) {
            throw refused("'" + name + "'", "is none of " + String.join(", ", SHIPPED));
        }
        try (InputStream in = Objects.requireNonNull(ProfileStore.class.getResourceAsStream(name + ENDING), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw refused(name + ENDING, "cannot be read (" + e + ")");
        }
    }

    /**
     * @param name as configured
     * @throws ProfileRefused if there is no such file, or it cannot be read
     */
    byte[] own(String name) throws ProfileRefused {
        if (!Names.isName(name)) {
            throw refused("'" + name + "'", "is not the name of a file in " + own + "; there are " + available());
        }
        try {
            return Files.readAllBytes(own.resolve(name + ENDING));
        } catch (IOException e) {
            throw refused(name + ENDING, "cannot be read in " + own + " (" + e + "); there are " + available());
        }
    }

    private static ProfileRefused refused(String file, String text) {
        return new ProfileRefused(List.of(new Problem(file, 0, "", text)));
    }

    private String available() {
        try (Stream<Path> files = Files.list(own)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList();
            return names.isEmpty() ? "none" : String.join(", ", names);
        } catch (IOException e) {
            return "none, because there is no such folder that can be read";
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
