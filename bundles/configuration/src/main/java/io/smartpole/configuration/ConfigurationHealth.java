package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Says whether a revision of the platform had to be rolled back, whether changes can be remembered, and whether what is
 * stored could be stored again today. Values can come past the checks: from Kura's console or a file in {@code etc/}, which
 * are taken back, or from an older version with other ranges; then the part of the gateway concerned keeps what it had.
 *
 * <p>It is never critical: that would roll back a revision for what this bundle itself does. Nor may it be late, which counts
 * as critical, too: so it waits neither for the disk nor for whoever changes something just now.
 */
@Component(property = HealthCheck.NAME + "=configuration")
public final class ConfigurationHealth implements HealthCheck {

    /** More would not fit a line that people read. */
    private static final int MOST_NAMED = 3;

    private final CheckedConfigurations configurations;
    private final Ledger ledger;

    @Activate
    public ConfigurationHealth(@Reference CheckedConfigurations configurations, @Reference Ledger ledger) {
        this.configurations = configurations;
        this.ledger = ledger;
    }

    @Override
    public HealthResult check() {
        String trouble = ledger.trouble();
        if (trouble != null) {
            return HealthResult.warn(
                    trouble, "check the disk and its free space; then push the configuration in a newer revision");
        }
        Book book = ledger.book();
        List<ConfigurationProblem> problems = configurations.problems();
        List<Refused> refused = book.outside().refused();
        if (!refused.isEmpty()) {
            return takenBack(refused, problems);
        }
        if (!problems.isEmpty()) {
            return HealthResult.warn(
                    named(problems), "set the named keys to what is expected, or remove them to use their defaults");
        }
        return book.rolledBack().isEmpty()
                ? fine(book.verdict())
                : HealthResult.warn(
                        "the platform's configuration was " + book.rolledBack(),
                        "correct it and push it in a newer revision; the former configuration is in effect");
    }

    /** What was rejected, is pending or was changed at the pole is the platform's matter, and no fault. */
    private HealthResult fine(Verdict verdict) {
        int drift = configurations.driftSize();
        return HealthResult.ok("all values of %d concerns are valid%s%s"
                .formatted(
                        configurations.concerns().size(),
                        verdict.revision() == 0 ? "" : "; revision " + verdict.revision() + ": " + verdict.message(),
                        drift == 0 ? "" : "; changed at the pole: " + drift));
    }

    /** @param problems what else is wrong with what is stored */
    private static HealthResult takenBack(List<Refused> refused, List<ConfigurationProblem> problems) {
        List<ConfigurationProblem> latestFirst =
                new ArrayList<>(refused.stream().map(Refused::problem).toList());
        Collections.reverse(latestFirst); // somebody may be looking whether just that was taken
        String named = named(latestFirst)
                + (problems.isEmpty() ? "" : "; also stored is what is not valid: " + named(problems));
        return refused.stream().anyMatch(Refused::insisted)
                ? HealthResult.warn(
                        "refused, but handed in again and again: " + named,
                        "find out what sets these keys, and set them to what is expected there")
                : HealthResult.warn(
                        "refused, the last good values are in effect: " + named,
                        "set the named keys to what is expected");
    }

    private static String named(List<ConfigurationProblem> problems) {
        int more = problems.size() - MOST_NAMED;
        return problems.stream()
                        .limit(MOST_NAMED)
                        .map(ConfigurationProblem::message)
                        .collect(Collectors.joining("; "))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
