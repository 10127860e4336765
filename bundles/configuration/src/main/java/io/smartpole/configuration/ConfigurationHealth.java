package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Says whether what is stored could be stored again today. Values can come past the checks: from Kura's console, a file in
 * {@code etc/}, or an older version with other ranges. The part of the gateway concerned keeps what it had.
 */
@Component(property = HealthCheck.NAME + "=configuration")
public final class ConfigurationHealth implements HealthCheck {

    /** More would not fit a line that people read. */
    private static final int MOST_NAMED = 3;

    private final CheckedConfigurations configurations;

    @Activate
    public ConfigurationHealth(@Reference CheckedConfigurations configurations) {
        this.configurations = configurations;
    }

    @Override
    public HealthResult check() {
        try {
            List<ConfigurationProblem> problems = configurations.problems();
            return problems.isEmpty() ? fine() : wrong(problems);
        } catch (IOException e) {
            return HealthResult.warn(
                    "the stored configuration cannot be read: " + e.getMessage(), "check the data folder and its disk");
        }
    }

    private HealthResult fine() {
        return HealthResult.ok("all values of %d concerns are valid"
                .formatted(configurations.concerns().size()));
    }

    private static HealthResult wrong(List<ConfigurationProblem> problems) {
        int more = problems.size() - MOST_NAMED;
        return HealthResult.warn(
                problems.stream()
                                .limit(MOST_NAMED)
                                .map(ConfigurationProblem::message)
                                .collect(Collectors.joining("; "))
                        + (more > 0 ? "; and " + more + " more" : ""),
                "set the named keys to what is expected, or remove them to use their defaults");
    }
}
