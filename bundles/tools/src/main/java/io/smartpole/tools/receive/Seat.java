package io.smartpole.tools.receive;

import io.smartpole.core.pole.Names;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.terminal.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver has for its own: a session at the broker, and a folder. The broker keeps in the session what arrives
 * while nobody sits there, so a seat that was left is taken again before there is a new one.
 *
 * @param clientId names the session
 * @param filter what the session receives
 * @param archive where it stores
 */
record Seat(String clientId, String filter, Archive archive) implements Closeable {

    static final String ALONE = "smartpole-receiver";

    private static final int MOST = 64;

    /**
     * The only receiver.
     *
     * @throws UserError if there is another one in this folder
     */
    static Seat alone(Path folder, long largest, @Nullable String clientId) throws IOException {
        return new Seat(clientId == null ? ALONE : clientId, Topics.allEvidence(), Archive.open(folder, largest));
    }

    /**
     * One of several that share the work. The broker gives each message to one of them (MQTT 5, 4.8.2; mosquitto 2
     * does it for clients of MQTT 3.1.1 too).
     *
     * @param clientId null for the first seat that nobody on this machine has
     * @throws UserError if there is none, or the one with that id is taken
     */
    static Seat inGroup(String group, Path folder, long largest, @Nullable String clientId) throws IOException {
        String filter = "$share/" + group + "/" + Topics.allEvidence();
        if (clientId != null) {
            if (!Names.isName(clientId)) {
                throw new UserError(
                        "in a group --client-id is also the name of a folder: letters, digits and . _ - only,"
                                + " but it is '" + clientId + "'");
            }
            return new Seat(clientId, filter, Archive.open(folder.resolve(clientId), largest));
        }
        for (int number = 1; number <= MOST; number++) {
            String name = ALONE + "-" + group + "-" + number;
            Optional<Archive> free = Archive.openIfFree(folder.resolve(name), largest);
            if (free.isPresent()) {
                return new Seat(name, filter, free.get());
            }
        }
        throw new UserError("there are " + MOST + " receivers of group " + group + " in " + folder
                + ": that is the most; end some, or name another with --client-id");
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
