package io.smartpole.configuration;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

    private final ConfigurationAdmin admin;

    ConfigurationStore(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** @return PID to stored properties, these by name without regard to case, as in the ConfigAdmin */
    Map<String, Map<String, Object>> read() throws IOException {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        Configuration[] configurations;
        try {
            configurations = admin.listConfigurations("(service.pid=smartpole.*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant", e);
        }
        for (Configuration configuration : configurations == null ? new Configuration[0] : configurations) {
            Dictionary<String, Object> stored = configuration.getProperties();
            Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            Collections.list(stored.keys()).forEach(key -> properties.put(key, stored.get(key)));
            all.put(configuration.getPid(), properties);
        }
        return all;
    }

    /**
     * Stores one concern after the other. When one cannot be stored, all get back what they had.
     *
     * @throws IOException saying what could not be stored, and what could not be put back
     */
    @SuppressWarnings("JdkObsolete") // the ConfigAdmin takes a Dictionary, and Hashtable is the only one
    void replace(List<Draft> drafts) throws IOException {
        Deque<Former> touched = new ArrayDeque<>();
        for (Draft draft : drafts) {
            String pid = draft.concern().pid();
            try {
                Configuration configuration = admin.getConfiguration(pid, ANY_LOCATION);
                touched.push(new Former(pid, configuration, configuration.getProperties()));
                configuration.update(new Hashtable<>(draft.next()));
            } catch (IOException | RuntimeException e) { // whatever it is, no half of a change may stay
                List<String> stuck = putBack(touched);
                String state = stuck.isEmpty()
                        ? "nothing is changed"
                        : "it is uncertain whether " + stuck + " have their old or new values: set them again";
                throw new IOException("%s could not be stored (%s); %s".formatted(pid, e.getMessage(), state), e);
            }
        }
    }

    /** @return PIDs that may now have their new values, or none */
    private static List<String> putBack(Deque<Former> touched) {
        List<String> stuck = new ArrayList<>();
        for (Former former : touched) {
            try {
                former.putBack();
            } catch (IOException | RuntimeException e) {
                LOG.error("the former configuration of {} cannot be put back: {}", former.pid(), e.getMessage());
                stuck.add(former.pid());
            }
        }
        return stuck;
    }

    /** @param properties null if there was no configuration */
    private record Former(
            String pid,
            Configuration configuration,
            @Nullable Dictionary<String, Object> properties) {

        void putBack() throws IOException {
            if (properties == null) {
                configuration.delete();
            } else {
                configuration.update(properties);
            }
        }
    }
}
