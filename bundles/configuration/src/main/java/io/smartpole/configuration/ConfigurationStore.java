package io.smartpole.configuration;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ConfigAdmin, as far as it is needed here. */
final class ConfigurationStore {

    /** Any bundle may receive such a configuration. */
    private static final String ANY_LOCATION = "?";

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationStore.class);

    /** Something could not be stored. */
    static final class StoreException extends IOException {

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

    private final ConfigurationAdmin admin;

    ConfigurationStore(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** @return PID to stored properties, these by name without regard to case, as in the ConfigAdmin */
    SortedMap<String, Map<String, Object>> read() throws IOException {
        SortedMap<String, Map<String, Object>> all = new TreeMap<>();
        Configuration[] configurations;
        try {
            configurations = admin.listConfigurations("(service.pid=smartpole.*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant", e);
        }
        for (Configuration configuration : configurations == null ? new Configuration[0] : configurations) {
            Dictionary<String, Object> stored = configuration.getProperties();
            Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            Collections.list(stored.keys()).forEach(key -> properties.put(key, plain(stored.get(key))));
            properties.remove(Constants.SERVICE_PID); // the ConfigAdmin adds it by itself
            all.put(configuration.getPid(), properties);
        }
        return all;
    }

    /** Lists have one form only: an array of objects. */
    private static Object plain(Object value) {
        boolean primitives = value.getClass().isArray() && !(value instanceof Object[]);
        if (!primitives && !(value instanceof Collection)) {
            return value;
        }
        List<Object> entries = new ArrayList<>();
        if (value instanceof Collection<?> collection) {
            entries.addAll(collection);
        } else {
            for (int i = 0; i < Array.getLength(value); i++) {
                entries.add(Array.get(value, i));
            }
        }
        Class<?> type = entries.isEmpty() ? String.class : entries.get(0).getClass();
        return entries.toArray((Object[]) Array.newInstance(type, 0));
    }

    /**
     * Stores what differs, one concern after the other. When one cannot be stored, all get back what they had.
     *
     * @throws StoreException saying what could not be stored, and what could not be put back
     */
    void replace(Map<String, Map<String, Object>> former, Map<String, Map<String, Object>> next) throws StoreException {
        Deque<String> touched = new ArrayDeque<>();
        for (String pid : Stored.different(former, next)) {
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

    /** @param properties null for none at all */
    @SuppressWarnings("JdkObsolete") // the ConfigAdmin takes a Dictionary, and Hashtable is the only one
    void set(String pid, @Nullable Map<String, Object> properties) throws IOException {
        Configuration configuration = admin.getConfiguration(pid, ANY_LOCATION);
        if (properties == null) {
            configuration.delete();
        } else {
            configuration.update(new Hashtable<>(properties));
        }
    }
}
