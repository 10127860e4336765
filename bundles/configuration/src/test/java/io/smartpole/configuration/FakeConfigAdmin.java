package io.smartpole.configuration;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A ConfigAdmin in memory, whose disk can fail. */
@SuppressWarnings("JdkObsolete") // the ConfigAdmin speaks in Dictionaries
final class FakeConfigAdmin {

    final Map<String, Dictionary<String, Object>> stored = new HashMap<>();

    /** PIDs in the order in which they were updated or deleted, also in vain. */
    final List<String> writes = new ArrayList<>();

    /** Numbers of the writes that fail, from 1. */
    final Set<Integer> failing = new HashSet<>();

    final ConfigurationAdmin service = mock(ConfigurationAdmin.class);

    FakeConfigAdmin() {
        try {
            when(service.getConfiguration(anyString(), eq("?"))).thenAnswer(call -> configuration(call.getArgument(0)));
            when(service.listConfigurations("(service.pid=smartpole.*)")).thenAnswer(call -> list());
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void put(String pid, Map<String, Object> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        dictionary.put("service.pid", pid);
        stored.put(pid, dictionary);
    }

    @Nullable
    Object get(String pid, String key) {
        return properties(pid).get(key);
    }

    Dictionary<String, Object> properties(String pid) {
        return Objects.requireNonNull(stored.get(pid), pid + " has no configuration");
    }

    private Configuration @Nullable [] list() throws IOException {
        List<Configuration> all = new ArrayList<>();
        for (String pid : stored.keySet()) {
            all.add(configuration(pid));
        }
        return all.isEmpty() ? null : all.toArray(new Configuration[0]);
    }

    private Configuration configuration(String pid) throws IOException {
        Configuration configuration = mock(Configuration.class);
        when(configuration.getPid()).thenReturn(pid);
        when(configuration.getProperties()).thenAnswer(call -> stored.get(pid));
        doAnswer(call -> {
                    write(pid);
                    return stored.put(pid, call.getArgument(0));
                })
                .when(configuration)
                .update(any());
        doAnswer(call -> {
                    write(pid);
                    return stored.remove(pid);
                })
                .when(configuration)
                .delete();
        return configuration;
    }

    private void write(String pid) throws IOException {
        writes.add(pid);
        if (failing.contains(writes.size())) {
            throw new IOException("No space left on device");
        }
    }
}
