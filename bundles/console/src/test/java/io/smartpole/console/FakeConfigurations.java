package io.smartpole.console;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationRevision;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.config.DesiredConfiguration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked to change, and answers as the test says. */
final class FakeConfigurations implements Configurations {

    String programs = "";
    boolean installed = true;
    ConfigurationResult result = new ConfigurationResult.Applied(List.of("smartpole.lighting"));

    @Nullable
    Map<String, ? extends Map<String, ? extends @Nullable Object>> changes;

    @Nullable
    Origin origin;

    @Override
    public List<Concern> concerns() {
        return List.of();
    }

    @Override
    public SortedMap<String, SortedMap<String, Object>> effective() {
        SortedMap<String, SortedMap<String, Object>> all = new TreeMap<>();
        if (installed) {
            all.put("smartpole.lighting", new TreeMap<>(Map.of("programs", programs)));
        }
        return all;
    }

    @Override
    public String fingerprint() {
        return "0".repeat(64);
    }

    @Override
    public ConfigurationResult apply(
            Map<String, ? extends Map<String, ? extends @Nullable Object>> wanted, Origin who) {
        changes = wanted;
        origin = who;
        return result;
    }

    @Override
    public Receipt desire(DesiredConfiguration desired) {
        throw new UnsupportedOperationException("the console speaks for people at the pole");
    }

    @Override
    public ConfigurationReport report() {
        return new ConfigurationReport(
                0, ConfigurationReport.Outcome.APPLIED, "", null, List.of(), fingerprint(), List.of(), List.of());
    }

    @Override
    public List<ConfigurationRevision> history() {
        return List.of();
    }
}
