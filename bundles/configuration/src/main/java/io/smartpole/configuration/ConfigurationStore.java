package io.smartpole.configuration;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the gateway's parts get their configuration from. */
sealed interface ConfigurationStore permits ConfigAdminStore, KuraStore {

    Logger LOG = LoggerFactory.getLogger(ConfigurationStore.class);

    /** Something could not be stored. */
    final class StoreException extends IOException {

        private static final long serialVersionUID = 1;

        private final transient List<String> stuck;

        private StoreException(String message, List<String> stuck, Exception cause) {
            super(message, cause);
            this.stuck = List.copyOf(stuck);
        }

        /** @return PIDs that may now have their new values, or none */
        List<String> stuck() {
            return stuck;
        }
    }

    /** @return PID to stored properties, these by name without regard to case, as in the ConfigAdmin */
    SortedMap<String, Map<String, Object>> read() throws IOException;

    /** @return whether it can be set now */
    boolean isReady(String pid);

    /** @param properties null for none at all */
    void set(String pid, @Nullable Map<String, Object> properties) throws IOException;

    /**
     * Stores one concern after the other. When one cannot be stored, all get back what they had.
     *
     * @throws StoreException saying what could not be stored, and what could not be put back
     */
    default void replace(
            Collection<String> pids, Map<String, Map<String, Object>> former, Map<String, Map<String, Object>> next)
            throws StoreException {
        Deque<String> touched = new ArrayDeque<>();
        for (String pid : pids) {
            touched.push(pid);
            try {
                set(pid, next.get(pid));
            } catch (IOException | RuntimeException e) { // whatever it is, no half of a change may stay
                List<String> stuck = putBack(touched, former);
                String state = stuck.isEmpty()
                        ? "nothing is changed"
                        : "it is uncertain whether " + stuck + " have their old or new values; that is mended as soon"
                                + " as the disk allows";
                throw new StoreException(
                        "%s could not be stored (%s); %s".formatted(pid, e.getMessage(), state), stuck, e);
            }
        }
    }

    private List<String> putBack(Deque<String> touched, Map<String, Map<String, Object>> former) {
        List<String> stuck = new ArrayList<>();
        for (String pid : touched) {
            try {
                set(pid, former.get(pid));
            } catch (IOException | RuntimeException e) {
                LOG.error("the former configuration of {} cannot be put back: {}", pid, e.getMessage());
                stuck.add(pid);
            }
        }
        return stuck;
    }
}
