package io.smartpole.kura.container.inside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.Password;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Kura's ConfigurationService: it gives every PID its form's defaults when the bundle starts, keeps what is changed in the snapshot,
 * and hands the snapshot to the ConfigAdmin, which forgets all, at its own start. It checks no value.
 */
final class Configurations implements ConfigurationService {

    static final String KURA_PID = "kura.service.pid";

    private final ConfigurationAdmin admin;
    private final MetaTypeService metatype;
    private final Crypto crypto;
    private final Snapshot snapshot;
    private final Map<String, Form> forms = new ConcurrentHashMap<>();

    /** PID in the ConfigAdmin by Kura's PID, of components that run. */
    private final Map<String, String> active = new ConcurrentHashMap<>();

    private final BundleTracker<Bundle> bundles;
    private final ServiceTracker<Object, Object> components;

    /** As Kura gives it to its callers. */
    private record Component(String pid, Map<String, Object> values) implements ComponentConfiguration {
        @Override
        public String getPid() {
            return pid;
        }

        @Override
        public Map<String, Object> getConfigurationProperties() {
            return values;
        }
    }

    Configurations(
            BundleContext context,
            ConfigurationAdmin admin,
            MetaTypeService metatype,
            Crypto crypto,
            Snapshot snapshot) {
        this.admin = admin;
        this.metatype = metatype;
        this.crypto = crypto;
        this.snapshot = snapshot;
        bundles = new BundleTracker<>(context, Bundle.ACTIVE, null) {
            @Override
            public Bundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
                seed(bundle);
                return bundle;
            }
        };
        // Kura really looks at all services, and so wakes those that are made on demand.
        components = new ServiceTracker<>(context, all(), null) {
            @Override
            public Object addingService(ServiceReference<Object> reference) {
                Object service = super.addingService(reference);
                String servicePid = (String) reference.getProperty(Constants.SERVICE_PID);
                String pid = (String) reference.getProperty(KURA_PID);
                if (servicePid != null && pid != null && service instanceof ConfigurableComponent) {
                    active.put(pid, servicePid);
                }
                return service;
            }

            @Override
            public void removedService(ServiceReference<Object> reference, Object service) {
                super.removedService(reference, service);
                String pid = (String) reference.getProperty(KURA_PID);
                if (pid != null && service instanceof ConfigurableComponent) {
                    active.remove(pid);
                }
            }
        };
    }

    private static org.osgi.framework.Filter all() {
        try {
            return FrameworkUtil.createFilter("(objectClass=*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void open() {
        snapshot.read().forEach((pid, values) -> {
            Map<String, Object> properties = new HashMap<>(values);
            properties.putIfAbsent(KURA_PID, pid);
            store(pid, properties);
        });
        bundles.open();
        components.open();
    }

    void close() {
        components.close();
        bundles.close();
    }

    /** A bundle has started: what its forms have and the configuration has not is added. */
    private synchronized void seed(Bundle bundle) {
        MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
        if (information == null) {
            return;
        }
        for (String pid : information.getPids()) {
            Form form = Form.of(bundle, pid);
            if (form != null) {
                forms.put(pid, form);
                Map<String, Object> properties = form.defaults();
                properties.put(KURA_PID, pid);
                properties.putAll(current(pid));
                store(pid, properties);
            }
        }
    }

    @Override
    public synchronized @Nullable ComponentConfiguration getComponentConfiguration(String pid) {
        if (!active.containsKey(pid)) {
            return null;
        }
        Map<String, Object> values = current(pid);
        values.replaceAll((key, value) -> value instanceof Password secret ? decrypted(secret) : value);
        return new Component(pid, values);
    }

    private Object decrypted(Password secret) {
        try {
            return new Password(new String(crypto.decryptAes(secret.getPassword())));
        } catch (Trouble | RuntimeException e) {
            return secret;
        }
    }

    @Override
    public synchronized void updateConfiguration(String pid, Map<String, Object> changes) {
        // In the caller's own map, as Kura does it.
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            if (change.getValue() instanceof Password secret && !crypto.encrypted(secret.getPassword())) {
                change.setValue(new Password(new String(crypto.encrypt(secret.getPassword()))));
            }
        }
        Map<String, Map<String, Object>> all = present();
        if (active.containsKey(pid) && forms.containsKey(pid)) {
            Form form = java.util.Objects.requireNonNull(forms.get(pid));
            Map<String, Object> merged = form.defaults();
            merged.putAll(current(pid));
            merged.putAll(changes);
            merged.putIfAbsent(KURA_PID, pid);
            all.put(pid, merged);
            store(pid, merged);
        } // else Kura says nothing but a line in its log
        snapshot.write(all);
    }

    /** Hands out what there is once more, as Kura now and then does. */
    synchronized void again() {
        for (String pid : forms.keySet()) {
            store(pid, current(pid));
        }
    }

    /** @return configurations of what runs, and those in the snapshot of what does not */
    private Map<String, Map<String, Object>> present() {
        Map<String, Map<String, Object>> all = new TreeMap<>(snapshot.read());
        active.keySet().forEach(pid -> all.put(pid, current(pid)));
        return all;
    }

    /** @return what the ConfigAdmin has; passwords as such */
    private Map<String, Object> current(String pid) {
        try {
            Dictionary<String, Object> properties = configuration(pid).getProperties();
            Map<String, Object> values = new HashMap<>();
            if (properties != null) {
                Form form = forms.get(pid);
                for (String key : Collections.list(properties.keys())) {
                    Object value = properties.get(key);
                    boolean password = form != null && form.isPassword(key);
                    values.put(key, password ? new Password(value.toString()) : value);
                }
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("JdkObsolete") // the ConfigAdmin wants a Dictionary
    private void store(String pid, Map<String, Object> values) {
        Map<String, Object> properties = new HashMap<>(values);
        properties.replaceAll(
                (key, value) -> value instanceof Password secret ? new String(secret.getPassword()) : value);
        try {
            configuration(pid).update(new Hashtable<>(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Configuration configuration(String pid) throws IOException {
        return admin.getConfiguration(pid, "?");
    }

    /** @return PIDs of components that run */
    List<String> active() {
        return new ArrayList<>(active.keySet());
    }
}
