package io.smartpole.kura.container.inside;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.web.api.Console;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.osgi.service.metatype.MetaTypeService;

/** Does what the test asks: a command and its words, separated by tabs; the answer is a list of lines. */
final class Door implements Function<String, List<String>> {

    static final String SNAPSHOT = "imitation.snapshot";

    private final BundleContext context;
    private final WebConsole console = new WebConsole();
    private final CloudConnection cloud = new CloudConnection();
    private final Crypto crypto = new Crypto();
    private final Configurations configurations;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();

    Door(BundleContext context) {
        this.context = context;
        Snapshot snapshot = new Snapshot(Path.of(System.getProperty(SNAPSHOT, "snapshot")));
        configurations = new Configurations(
                context, service(ConfigurationAdmin.class), service(MetaTypeService.class), crypto, snapshot);
    }

    /** Starts what stands in for Kura. */
    @SuppressWarnings("JdkObsolete") // properties of services are a Dictionary
    void open() {
        services.add(context.registerService(CryptoService.class, crypto, null));
        services.add(context.registerService(Console.class, console, null));
        services.add(context.registerService(
                new String[] {RequestHandlerRegistry.class.getName(), CloudPublisher.class.getName()},
                cloud,
                new java.util.Hashtable<>(Map.of(Configurations.KURA_PID, "alarms"))));
        configurations.open();
        services.add(context.registerService(ConfigurationService.class, configurations, null));
    }

    void close() {
        services.forEach(ServiceRegistration::unregister);
        services.clear();
        configurations.close();
    }

    @Override
    public List<String> apply(String line) {
        List<String> words = List.of(line.split("\t", -1));
        try {
            return answer(words.get(0), words.subList(1, words.size()));
        } catch (Exception e) {
            throw new IllegalStateException(line.replace('\t', ' ') + ": " + e, e);
        }
    }

    private List<String> answer(String command, List<String> words) throws Exception {
        return switch (command) {
            case "kura" -> {
                open();
                yield List.of();
            }
            case "install" -> install(Path.of(words.get(0)));
            case "uninstall" -> uninstall(words.get(0));
            case "bundles" -> bundles();
            case "components" -> components();
            case "services" -> services();
            case "threads" ->
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .sorted()
                        .toList();
            case "servlets" -> list(console.paths());
            case "handlers" -> list(cloud.handlers());
            case "active" -> configurations.active();
            case "page" -> page(words.get(0), words.get(1), words.get(2));
            case "request" -> cloud.ask(words.get(0), words.get(1));
            case "published" -> cloud.published();
            case "config" -> config(words.get(0));
            case "update" -> update(words.get(0), words.subList(1, words.size()));
            case "again" -> {
                configurations.again();
                yield List.of();
            }
            case "decrypt" -> List.of(new String(crypto.decryptAes(words.get(0).toCharArray())));
            case "heap" -> heap();
            default -> throw new IllegalArgumentException("no such command");
        };
    }

    private static List<String> list(Iterable<String> texts) {
        List<String> list = new ArrayList<>();
        texts.forEach(list::add);
        return list;
    }

    private <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        if (reference == null) {
            throw new IllegalStateException("no " + type.getName());
        }
        return context.getService(reference);
    }

    private List<String> install(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            DeploymentPackage installed = service(DeploymentAdmin.class).installDeploymentPackage(in);
            return List.of(installed.getName() + " " + installed.getVersion());
        }
    }

    private List<String> uninstall(String name) throws Exception {
        service(DeploymentAdmin.class).getDeploymentPackage(name).uninstall();
        return List.of();
    }

    private List<String> bundles() {
        return Arrays.stream(context.getBundles())
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion() + " " + state(bundle))
                .toList();
    }

    /** One that is not resolved is asked why by starting it. */
    private static String state(Bundle bundle) {
        if (bundle.getState() != Bundle.INSTALLED) {
            return bundle.getState() == Bundle.ACTIVE ? "active" : "" + bundle.getState();
        }
        try {
            bundle.start();
            return "active, but only now";
        } catch (BundleException e) {
            return ("not resolved: " + e).replace('\n', ' ');
        }
    }

    /** @return a line for each component: bundle, name, state */
    private List<String> components() {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        List<String> lines = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            String name = component.bundle.symbolicName + " " + component.name + " ";
            List<String> states = runtime.getComponentConfigurationDTOs(component).stream()
                    .map(Door::state)
                    .toList();
            (states.isEmpty() ? List.of("unconfigured") : states).forEach(state -> lines.add(name + state));
        }
        return lines;
    }

    private static String state(ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.ACTIVE -> "active";
            case ComponentConfigurationDTO.SATISFIED -> "satisfied";
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "unconfigured";
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                "waits for "
                        + String.join(
                                ",",
                                Arrays.stream(configuration.unsatisfiedReferences)
                                        .map(reference -> reference.name)
                                        .toList());
            default -> "failed";
        };
    }

    /** @return a line for each service: bundle, interfaces */
    private List<String> services() {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getRegisteredServices() != null)
                .flatMap(bundle -> Arrays.stream(bundle.getRegisteredServices())
                        .map(reference -> bundle.getSymbolicName() + " "
                                + String.join(",", (String[]) reference.getProperty(Constants.OBJECTCLASS))))
                .toList();
    }

    private List<String> page(String method, String path, String user) throws Exception {
        WebConsole.Answer answer = console.ask(method, path, user);
        List<String> lines = new ArrayList<>(List.of("" + answer.status(), answer.type()));
        answer.body().lines().forEach(lines::add);
        return lines;
    }

    /** @return a line for each key that the ConfigAdmin has: key, tab, value */
    private List<String> config(String pid) throws Exception {
        Dictionary<String, Object> properties =
                service(ConfigurationAdmin.class).getConfiguration(pid, "?").getProperties();
        return properties == null
                ? List.of()
                : Collections.list(properties.keys()).stream()
                        .sorted()
                        .map(key -> key + "\t" + Value.write(properties.get(key)))
                        .toList();
    }

    private List<String> update(String pid, List<String> keysAndValues) {
        Map<String, Object> changes = new HashMap<>();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            changes.put(keysAndValues.get(i), Value.read(keysAndValues.get(i + 1)));
        }
        configurations.updateConfiguration(pid, changes);
        return List.of();
    }

    /** @return used bytes after all garbage is gone */
    private static List<String> heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return List.of("" + (runtime.totalMemory() - runtime.freeMemory()));
    }
}
