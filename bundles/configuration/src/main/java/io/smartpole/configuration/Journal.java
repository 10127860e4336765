package io.smartpole.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The {@link Book} on disk: one file that is replaced as a whole, for its owner only, since there are secrets in it. */
final class Journal {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Replaces a file durably. */
    @FunctionalInterface
    interface Disk {
        void replace(Path file, byte[] content) throws IOException;
    }

    /** The book cannot be kept, so what it says must not be done. */
    static final class JournalException extends IOException {

        private static final long serialVersionUID = 1;

        JournalException(IOException cause) {
            super("the journal of the configuration cannot be written: " + cause.getMessage(), cause);
        }
    }

    private final Path file;
    private final Disk disk;

    Journal(Path folder, Disk disk) {
        file = folder.resolve("journal.json");
        this.disk = disk;
    }

    /**
     * @return empty when there is none
     * @throws IOException if it cannot be read, or is not what was written
     */
    Optional<Book> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(BookJson.read(json));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (RuntimeException e) { // whatever the damage, it must not keep the gateway from starting
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    void save(Book book) throws JournalException {
        try {
            disk.replace(file, JSON.writeValueAsBytes(BookJson.write(book)));
        } catch (IOException e) {
            throw new JournalException(e);
        }
    }

    /** @return where the damaged file is now, for whoever wants to look into it */
    Path setAside() throws IOException {
        Path aside = file.resolveSibling("journal.damaged");
        return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }
}
