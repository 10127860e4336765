package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationResult.Applied;
import io.smartpole.core.config.ConfigurationResult.Failed;
import io.smartpole.core.config.ConfigurationResult.Rejected;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks changes against metatype and rules, and stores them in the ConfigAdmin: all of a change or nothing. */
@Component(
        service = {Configurations.class, CheckedConfigurations.class},
        immediate = true)
public final class CheckedConfigurations implements Configurations {

    /** A document of 64 KiB can be wrong in thousands of places; an answer need not name them all. */
    static final int MOST_PROBLEMS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(CheckedConfigurations.class);

    private final ConfigurationStore store;
    private final ConcernTracker known;
    private final Object oneAtATime = new Object();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<ConfigurationRule> rules = List.of();

    @Activate
    public CheckedConfigurations(@Reference ConfigurationAdmin admin, BundleContext context) {
        this(admin, new ConcernTracker(context));
    }

    CheckedConfigurations(ConfigurationAdmin admin, ConcernTracker known) {
        store = new ConfigurationStore(admin);
        this.known = known;
    }

    @Activate
    void start() {
        known.open();
    }

    @Deactivate
    void stop() {
        known.close();
    }

    @Override
    public List<Concern> concerns() {
        return List.copyOf(known.concerns().values());
    }

    @Override
    public SortedMap<String, SortedMap<String, Object>> effective() {
        Map<String, Map<String, Object>> stored;
        synchronized (oneAtATime) {
            try {
                stored = store.read();
            } catch (IOException e) {
                throw new UncheckedIOException("the stored configuration cannot be read: " + e.getMessage(), e);
            }
        }
        SortedMap<String, SortedMap<String, Object>> effective = new TreeMap<>();
        for (Concern concern : concerns()) {
            SortedMap<String, Object> values = Draft.effective(concern, stored.getOrDefault(concern.pid(), Map.of()));
            concern.settings().stream().filter(Setting::isSecret).forEach(secret -> values.remove(secret.key()));
            effective.put(concern.pid(), values);
        }
        return effective;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(effective());
    }

    @Override
    public ConfigurationResult apply(
            Map<String, ? extends Map<String, ? extends @Nullable Object>> changes, Origin origin) {
        synchronized (oneAtATime) {
            try {
                List<ConfigurationProblem> problems = new ArrayList<>();
                List<Draft> drafts = drafts(changes, problems);
                if (problems.isEmpty()) {
                    askRules(drafts, origin, problems);
                }
                return problems.isEmpty() ? store(drafts, origin) : reject(problems, origin);
            } catch (IOException e) {
                LOG.error("a change of the configuration failed: {}", e.getMessage());
                return new Failed(String.valueOf(e.getMessage()));
            }
        }
    }

    /** @return what is wrong with what is stored now: it came past the checks, or from another version */
    List<ConfigurationProblem> problems() throws IOException {
        List<ConfigurationProblem> problems = new ArrayList<>();
        Map<String, Map<String, Object>> stored;
        synchronized (oneAtATime) {
            stored = store.read();
        }
        List<Draft> drafts = concerns().stream()
                .map(concern -> Draft.of(concern, stored.getOrDefault(concern.pid(), Map.of()), Map.of()))
                .toList();
        drafts.forEach(draft -> problems.addAll(draft.problems()));
        askRules(drafts, Origin.ON_SITE, problems);
        return problems;
    }

    private List<Draft> drafts(
            Map<String, ? extends Map<String, ? extends @Nullable Object>> changes, List<ConfigurationProblem> problems)
            throws IOException {
        Map<String, Concern> concerns = known.concerns();
        Map<String, Map<String, Object>> stored = store.read();
        List<Draft> drafts = new ArrayList<>();
        for (String pid : changes.keySet().stream().sorted().toList()) {
            Concern concern = concerns.get(pid);
            Map<String, ? extends @Nullable Object> ofPid = changes.get(pid);
            if (concern == null) {
                problems.add(new ConfigurationProblem(
                        Values.line(pid), "", "unknown", "must be one of " + String.join(", ", concerns.keySet())));
            } else if (ofPid == null) {
                problems.add(new ConfigurationProblem(pid, "", "nothing", "must be keys with their values"));
            } else {
                Draft draft = Draft.of(concern, stored.getOrDefault(pid, Map.of()), ofPid);
                drafts.add(draft);
                problems.addAll(draft.problems());
            }
        }
        return drafts;
    }

    private void askRules(List<Draft> drafts, Origin origin, List<ConfigurationProblem> problems) {
        for (Draft draft : drafts) {
            ConfigurationChange change = draft.change(origin);
            rules.forEach(rule -> problems.addAll(rule.check(change)));
        }
    }

    private Applied store(List<Draft> drafts, Origin origin) throws IOException {
        List<Draft> different = drafts.stream().filter(Draft::changesAnything).toList();
        store.replace(different);
        List<String> pids =
                different.stream().map(draft -> draft.concern().pid()).toList();
        if (!pids.isEmpty()) {
            LOG.info("configuration changed ({}): {}", origin, pids);
        }
        return new Applied(pids);
    }

    private static Rejected reject(List<ConfigurationProblem> problems, Origin origin) {
        List<ConfigurationProblem> first = problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()));
        LOG.warn(
                "a change of the configuration is refused ({}): {}; problems in all: {}",
                origin,
                first.get(0).message(),
                problems.size());
        return new Rejected(first);
    }
}
