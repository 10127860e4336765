package io.smartpole.configuration;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * A ConfigAdmin whose disk can fail, and whose power can be cut. As Felix, it writes a file for each PID, neither together
 * nor durably: until {@link #sync}, each may be lost in a cut.
 */
@SuppressWarnings("JdkObsolete") // the ConfigAdmin speaks in Dictionaries
final class FakeConfigAdmin {

    final Map<String, Dictionary<String, Object>> stored = new HashMap<>();

    /** PIDs in the order in which they were updated or deleted, also in vain. */
    final List<String> writes = new ArrayList<>();

    /** Numbers of the writes that fail, from 1. */
    final Set<Integer> failing = new HashSet<>();

    boolean unreadable;

    final ConfigurationAdmin service =
            proxy(ConfigurationAdmin.class, (self, method, arguments) -> switch (method.getName()) {
                case "getConfiguration" -> configuration((String) arguments[0]);
                case "listConfigurations" -> list();
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final Power power;
    private final Map<String, Dictionary<String, Object>> onDisk = new HashMap<>();

    FakeConfigAdmin() {
        this(new Power());
    }

    FakeConfigAdmin(Power power) {
        this.power = power;
    }

    void put(String pid, Map<String, Object> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        dictionary.put("service.pid", pid);
        stored.put(pid, dictionary);
    }

    /** Somebody changes some of it. */
    void merge(String pid, Map<String, Object> values) {
        Map<String, Object> merged = new HashMap<>();
        Dictionary<String, Object> before = properties(pid);
        Collections.list(before.keys()).forEach(key -> merged.put(key, before.get(key)));
        merged.putAll(values);
        put(pid, merged);
    }

    @Nullable
    Object get(String pid, String key) {
        return properties(pid).get(key);
    }

    Dictionary<String, Object> properties(String pid) {
        return Objects.requireNonNull(stored.get(pid), pid + " has no configuration");
    }

    /** All that is stored is on the disk for good. */
    void sync() {
        onDisk.clear();
        onDisk.putAll(stored);
    }

    /** Each PID that was written since {@link #sync} has its old or new properties, torn ones, or none. */
    void loseWhatIsNotSynced(Random random) {
        Set<String> pids = new TreeSet<>(stored.keySet());
        pids.addAll(onDisk.keySet());
        for (String pid : pids) {
            if (stored.get(pid) != onDisk.get(pid)) {
                switch (random.nextInt(4)) {
                    case 0 -> stored.remove(pid);
                    case 1 -> put(pid, Map.of("interval", 899));
                    case 2 -> {
                        stored.remove(pid);
                        if (onDisk.containsKey(pid)) {
                            stored.put(pid, onDisk.get(pid));
                        }
                    }
                    default -> {}
                }
            }
        }
        sync();
    }

    private Configuration @Nullable [] list() throws IOException {
        if (unreadable) {
            throw new IOException("disk gone");
        }
        Configuration[] all = stored.keySet().stream().map(this::configuration).toArray(Configuration[]::new);
        return all.length == 0 ? null : all;
    }

    private Configuration configuration(String pid) {
        return proxy(Configuration.class, (self, method, arguments) -> switch (method.getName()) {
            case "getPid" -> pid;
            case "getProperties" -> stored.get(pid);
            case "update" -> write(pid, (Dictionary<?, ?>) arguments[0]);
            case "delete" -> write(pid, null);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private @Nullable Object write(String pid, @Nullable Dictionary<?, ?> properties) throws IOException {
        power.step();
        writes.add(pid);
        if (failing.contains(writes.size())) {
            throw new IOException("No space left on device");
        }
        stored.remove(pid);
        if (properties != null) {
            Map<String, Object> copy = new HashMap<>();
            for (var keys = properties.keys(); keys.hasMoreElements(); ) {
                Object key = keys.nextElement();
                copy.put((String) key, properties.get(key));
            }
            put(pid, copy);
        }
        power.step();
        return null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
