package io.smartpole.configuration;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

/** The ConfigAdmin, as far as it is needed here. */
record ConfigAdminStore(ConfigurationAdmin admin) implements ConfigurationStore {

    /** Any bundle may receive such a configuration. */
    private static final String ANY_LOCATION = "?";

    @Override
    public SortedMap<String, Map<String, Object>> read() throws IOException {
        return find("smartpole.*");
    }

    /** @param pids a PID, or with * at its end all that begin so */
    SortedMap<String, Map<String, Object>> find(String pids) throws IOException {
        SortedMap<String, Map<String, Object>> all = new TreeMap<>();
        Configuration[] configurations;
        try {
            configurations = admin.listConfigurations("(service.pid=" + pids + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("PIDs have no characters that a filter cannot have", e);
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

    @Override
    public boolean isReady(String pid) {
        return true;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the ConfigAdmin takes a Dictionary, and Hashtable is the only one
    public void set(String pid, @Nullable Map<String, Object> properties) throws IOException {
        Configuration configuration = admin.getConfiguration(pid, ANY_LOCATION);
        if (properties == null) {
            configuration.delete();
        } else {
            configuration.update(new Hashtable<>(properties));
        }
    }
}
