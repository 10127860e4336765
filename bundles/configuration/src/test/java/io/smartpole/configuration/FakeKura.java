package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.crypto.CryptoService;
import org.jspecify.annotations.Nullable;

/**
 * Kura as it was seen: it merges each update into what there is and into the defaults, checks nothing, encrypts passwords
 * anew each time, ignores components that it does not know yet, and writes a snapshot after each update. Its ConfigAdmin
 * forgets all at a restart.
 */
@SuppressWarnings("JdkObsolete") // the ConfigAdmin speaks in Dictionaries
final class FakeKura implements ConfigurationService, CryptoService {

    /** What each update named, secrets as given. */
    final List<Map<String, Object>> updates = new ArrayList<>();

    /** PIDs of which it refuses every update. */
    final Set<String> refusing = new TreeSet<>();

    /** Whether it cannot write snapshots. What was updated is in effect then, all the same. */
    boolean diskFull;

    private final FakeConfigAdmin admin;
    private final Power power;
    private final SortedMap<String, Concern> concerns;
    private final Set<String> tracked = new TreeSet<>();
    private final List<Map<String, Map<String, Object>>> snapshots = new ArrayList<>(List.of(Map.of()));
    private int encrypted;

    static final class Refusal extends KuraException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            return "disk full";
        }
    }

    FakeKura(FakeConfigAdmin admin, Power power, SortedMap<String, Concern> concerns) {
        this.admin = admin;
        this.power = power;
        this.concerns = concerns;
    }

    /** Its process ends. */
    void stop() {
        admin.stored.clear();
        tracked.clear();
    }

    /** It has started, found the bundle, and activated the component. */
    void deliver(String pid) {
        push(pid);
        tracked.add(pid);
    }

    /** The ConfigAdmin has it, the component is still to come. */
    void push(String pid) {
        Map<String, Object> properties = defaults(pid);
        properties.putAll(snapshot(pid));
        properties.put("kura.service.pid", pid);
        properties.put("component.id", 7L);
        admin.put(pid, properties);
    }

    void deliverAll() {
        concerns.keySet().forEach(this::deliver);
    }

    Map<String, Object> snapshot(String pid) {
        return snapshots.get(snapshots.size() - 1).getOrDefault(pid, Map.of());
    }

    /** All snapshots are on the disk for good. */
    void sync() {
        snapshots.subList(0, snapshots.size() - 1).clear();
    }

    void loseSnapshots(Random random) {
        int kept = 1 + random.nextInt(snapshots.size());
        snapshots.subList(kept, snapshots.size()).clear();
    }

    /** The power is cut while it writes the latest: it cannot read it at its start, and does not look at older ones. */
    void tearSnapshot() {
        snapshots.add(Map.of());
    }

    /** Somebody edits its snapshot while it is stopped, or restores an older one. */
    void editSnapshot(String pid, Map<String, Object> properties) {
        Map<String, Object> merged = new HashMap<>(snapshot(pid));
        merged.putAll(properties);
        write(pid, merged);
    }

    private void write(String pid, Map<String, Object> properties) {
        Map<String, Map<String, Object>> next = new HashMap<>(snapshots.get(snapshots.size() - 1));
        Map<String, Object> kept = new HashMap<>(properties);
        kept.values().removeIf(value -> value instanceof Object[] list && list.length == 0); // as Kura's XML does
        next.put(pid, kept);
        snapshots.add(next);
    }

    private Map<String, Object> defaults(String pid) {
        Map<String, Object> defaults = new HashMap<>();
        Concern concern = concerns.get(pid);
        for (Setting setting : concern == null ? List.<Setting>of() : concern.settings()) {
            Object value = setting.defaultValue();
            if (value != null && !Values.isEmpty(value)) {
                defaults.put(setting.key(), setting.isSecret() ? encrypt(value) : Values.toStore(setting, value));
            }
        }
        return defaults;
    }

    @Override
    public @Nullable ComponentConfiguration getComponentConfiguration(String pid) {
        return tracked.contains(pid)
                ? new ComponentConfiguration() {
                    @Override
                    public String getPid() {
                        return pid;
                    }

                    @Override
                    public Map<String, Object> getConfigurationProperties() {
                        throw new UnsupportedOperationException("not used");
                    }
                }
                : null;
    }

    @Override
    public void updateConfiguration(String pid, Map<String, Object> properties) throws KuraException {
        updates.add(Map.copyOf(properties));
        if (refusing.contains(pid)) {
            throw new Refusal();
        }
        if (!tracked.contains(pid)) {
            return;
        }
        Map<String, Object> merged = defaults(pid);
        Dictionary<String, Object> running = admin.properties(pid);
        Collections.list(running.keys()).forEach(key -> merged.put(key, running.get(key)));
        properties.replaceAll((key, value) -> value instanceof Password ? encrypt(value) : value);
        merged.putAll(properties);
        try {
            admin.service.getConfiguration(pid, "?").update(new Hashtable<>(merged));
        } catch (IOException e) {
            throw new Refusal();
        }
        power.step();
        if (diskFull) {
            throw new Refusal();
        }
        write(pid, merged);
        power.step();
    }

    private String encrypt(Object secret) {
        encrypted++;
        String text = secret instanceof Password password ? new String(password.getPassword()) : secret.toString();
        return "encrypted-" + encrypted + "-" + text;
    }

    @Override
    public char[] decryptAes(char[] given) throws KuraException {
        String text = new String(given);
        if (!text.startsWith("encrypted-")) {
            throw new Refusal();
        }
        return text.split("-", 3)[2].toCharArray();
    }
}
