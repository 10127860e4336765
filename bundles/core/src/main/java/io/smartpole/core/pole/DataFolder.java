package io.smartpole.core.pole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where each concern keeps what must survive a restart: one folder each below the gateway's data folder. */
public final class DataFolder {

    /** Framework or system property that names the data folder. */
    public static final String PROPERTY = "smartpole.data";

    private static final Path DEFAULT = Path.of("/var/lib/smartpole");

    private static final Set<StandardOpenOption> WRITE_NEW =
            EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    /** Some of these files are keys, and none is for other users of the machine. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private DataFolder() {}

    /**
     * In this order: the folder that {@value #PROPERTY} names; on Kura in a container, that of its persistent data;
     * {@code /var/lib/smartpole}, which also outlives a new installation of Kura; where Kura may not write there, Kura's own
     * folder of data.
     *
     * @param properties usually {@code bundleContext::getProperty}
     * @param concern such as {@code evidence}
     * @return the folder; it may not exist yet
     */
    public static Path of(UnaryOperator<@Nullable String> properties, String concern) {
        return of(properties, concern, DEFAULT, DataFolder::tryToWrite);
    }

    /** Fails where nothing can be written. */
    @FunctionalInterface
    interface Trial {
        void write(Path folder) throws IOException;
    }

    static Path of(UnaryOperator<@Nullable String> properties, String concern, Path usual, Trial trial) {
        String data = properties.apply(PROPERTY);
        String kuraData = properties.apply("kura.data");
        String kuraHome = properties.apply("kura.home");
        if (data != null) {
            return Path.of(data).resolve(concern);
        }
        if (kuraData != null) {
            return Path.of(kuraData, "smartpole", concern);
        }
        if (kuraHome != null) {
            Path inKura = Path.of(kuraHome, "data", "smartpole");
            // Keys and evidence stay where they once were, also if the usual folder can be written one day.
            return (Files.exists(inKura) || !usable(usual, trial) ? inKura : usual).resolve(concern);
        }
        return usual.resolve(concern);
    }

    /** A full or ailing disk is no reason to move out: keys and evidence would be left behind for good. */
    private static boolean usable(Path folder, Trial trial) {
        try {
            trial.write(folder);
            return true;
        } catch (AccessDeniedException e) {
            return false;
        } catch (IOException e) {
            return isInUse(folder);
        }
    }

    private static boolean isInUse(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Done to know it: Kura's user may write by a capability that the rights of a folder do not show. */
    static void tryToWrite(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, ".writable", ""));
    }

    /**
     * Replaces a small file as a whole: after a power cut it has its old or its new content, never a mixture.
     *
     * @param file its folder is made if missing
     * @throws IOException if the new content may not be durable; the old one is then still there
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        Files.createDirectories(folder);
        Path next = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (FileChannel out = FileChannel.open(next, WRITE_NEW, OWNER_ONLY)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
