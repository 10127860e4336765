package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.crypto.CryptoService;
import org.jspecify.annotations.Nullable;

/**
 * Kura's configuration: what is set through its ConfigurationService enters its snapshot, too. Read is the ConfigAdmin, to
 * which Kura delivers; secrets are encrypted there, and plain here.
 *
 * @param concerns what can be set; of others Kura's types are not known, so they are left alone
 * @param unsure PIDs that may be otherwise in the snapshot than in the ConfigAdmin, since Kura has failed in between
 */
record KuraStore(
        ConfigAdminStore admin,
        ConfigurationService kura,
        CryptoService crypto,
        SortedMap<String, Concern> concerns,
        Set<String> unsure)
        implements ConfigurationStore {

    /** Kura adds it to all that it has delivered. */
    private static final String DELIVERED = "kura.service.pid";

    static boolean isFromKura(Map<String, Object> properties) {
        return properties.containsKey(DELIVERED);
    }

    /** @return only what Kura has delivered, and of that only the settings: it adds properties of its own */
    @Override
    public SortedMap<String, Map<String, Object>> read() throws IOException {
        SortedMap<String, Map<String, Object>> all = new TreeMap<>();
        admin.read().forEach((pid, properties) -> {
            Concern concern = concerns.get(pid);
            if (concern != null && isFromKura(properties)) {
                all.put(pid, settings(concern, properties));
            }
        });
        return all;
    }

    private Map<String, Object> settings(Concern concern, Map<String, Object> properties) {
        Map<String, Object> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Setting setting : concern.settings()) {
            Object value = properties.get(setting.key());
            if (value != null) {
                settings.put(setting.key(), setting.isSecret() ? decrypted(value) : value);
            }
        }
        return settings;
    }

    private Object decrypted(Object value) {
        return value instanceof String[] list
                ? Arrays.stream(list).map(this::decrypted).toArray(String[]::new)
                : decrypted(value.toString());
    }

    private String decrypted(String secret) {
        try {
            return new String(crypto.decryptAes(secret.toCharArray()));
        } catch (KuraException | RuntimeException e) { // somebody has set it past Kura: it is as it was given
            return secret;
        }
    }

    @Override
    public boolean isReady(String pid) {
        try {
            return read().containsKey(pid) && kura.getComponentConfiguration(pid) != null;
        } catch (IOException | KuraException e) {
            return false; // it is asked again
        }
    }

    /** Names only what differs, since each update writes a snapshot. What Kura ignores is not taken for stored. */
    @Override
    public void set(String pid, @Nullable Map<String, Object> properties) throws IOException {
        Concern concern = concerns.get(pid);
        Map<String, Object> former = read().get(pid);
        if (concern == null || former == null) {
            throw new IOException("Kura does not have it yet");
        }
        Map<String, Object> wanted = wanted(concern, former, properties == null ? Map.of() : properties);
        if (wanted.isEmpty() && !unsure.contains(pid)) {
            return;
        }
        try {
            unsure.add(pid);
            kura.updateConfiguration(pid, forKura(concern, wanted)); // naming nothing writes a snapshot all the same
            unsure.remove(pid);
        } catch (KuraException e) {
            throw new IOException("Kura refuses it: " + e.getMessage(), e);
        }
        Map<String, Object> now = read().getOrDefault(pid, Map.of());
        if (wanted.keySet().stream().anyMatch(key -> !Objects.deepEquals(wanted.get(key), now.get(key)))) {
            throw new IOException("Kura has not taken it over");
        }
    }

    /** Kura keeps what is not named, so the default must be. */
    private static Map<String, Object> wanted(
            Concern concern, Map<String, Object> former, Map<String, Object> properties) {
        Map<String, Object> wanted = new HashMap<>();
        for (Setting setting : concern.settings()) {
            Object is = former.get(setting.key());
            Object value = properties.get(setting.key());
            if (value == null && is != null) {
                value = defaultOf(setting);
            }
            if (value != null && !Objects.deepEquals(value, is)) {
                wanted.put(setting.key(), value);
            }
        }
        return wanted;
    }

    /** @return null where neither a default nor anything empty is known: a number without default cannot be reset */
    private static @Nullable Object defaultOf(Setting setting) {
        Object value = setting.defaultValue();
        if (value != null) {
            return Values.toStore(setting, value);
        }
        if (setting.isList()) {
            return Values.toStore(setting, List.of());
        }
        return switch (setting.type()) {
            case TEXT, SECRET -> "";
            default -> null;
        };
    }

    private static Map<String, Object> forKura(Concern concern, Map<String, Object> wanted) {
        Map<String, Object> update = new HashMap<>(wanted); // Kura writes the encrypted secrets into it
        concern.settings().stream()
                .filter(Setting::isSecret)
                .forEach(secret -> update.computeIfPresent(secret.key(), (key, value) -> password(value)));
        return update;
    }

    private static Object password(Object value) {
        return value instanceof String[] list
                ? Arrays.stream(list).map(Password::new).toArray(Password[]::new)
                : new Password(value.toString());
    }
}
