package io.smartpole.lighting;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.lighting.settings.CheckedSettings;
import io.smartpole.lighting.settings.LightSettings;
import io.smartpole.lighting.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Says whether the light follows its rules, and what to bring if it does not. The worst comes first. */
@Component(property = HealthCheck.NAME + "=lighting")
public final class LightingHealth implements HealthCheck {

    /** Fifty turns of the loop. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(10);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable LightSettings settings;

    private final LampLoop loop;
    private final Surroundings surroundings;
    private final LampReporter reporter;

    @Activate
    public LightingHealth(
            @Reference LampLoop loop, @Reference Surroundings surroundings, @Reference LampReporter reporter) {
        this.loop = loop;
        this.surroundings = surroundings;
        this.reporter = reporter;
    }

    @Override
    public HealthResult check() {
        Cycle cycle = loop.latest();
        String light = "lamp %s by rule %s"
                .formatted(cycle.decision().level(), cycle.decision().rule().label());
        LightSettings given = settings;
        CheckedSettings configured = given == null ? new CheckedSettings(Settings.DEFAULT, List.of()) : given.checked();
        List<HealthResult> found = problems(cycle, configured);
        if (found.isEmpty()) {
            boolean dimmed = configured.settings().commissioning() != null;
            return HealthResult.ok(dimmed ? light : light + "; no commissioning record, so no dimming at night");
        }
        return new HealthResult(
                found.get(0).status(),
                light + "; " + join(found, HealthResult::message),
                join(found, HealthResult::action));
    }

    private List<HealthResult> problems(Cycle cycle, CheckedSettings configured) {
        List<HealthResult> found = new ArrayList<>();
        Duration silence = loop.sinceLatest();
        if (silence.compareTo(LONGEST_TURN) > 0) {
            found.add(HealthResult.critical(
                    "the control loop has not turned for %d s".formatted(silence.toSeconds()),
                    "restart the gateway: a lamp driver or a clock hangs"));
        }
        if (cycle.lampProblem() != null) {
            found.add(HealthResult.critical(
                    cycle.lampProblem() + ", so the light is what the driver makes of it",
                    "check the hardware profile and the wiring of the lamp driver"));
        }
        if (cycle.doubt() != null) {
            found.add(HealthResult.warn(
                    cycle.doubt(),
                    cycle.failed()
                            ? "restart the gateway; if it stays so, keep its log for whoever maintains the software"
                            : "set the clock (NTP, RTC) and the place of the pole"));
        }
        String cell = cycle.inputs().photocell().fault();
        if (cell != null) {
            found.add(HealthResult.warn(
                    cell + ", so the light does not listen to it", "clean or replace the photocell, check its wiring"));
        }
        for (String problem : configured.problems()) {
            found.add(HealthResult.warn("smartpole.lighting " + problem, "correct the configuration"));
        }
        Set<String> unheard = surroundings.unknownSources();
        if (!unheard.isEmpty()) {
            found.add(HealthResult.warn(
                    "the control programs listen to %s, but the hardware profile has no such input".formatted(unheard),
                    "correct the name in the programs, or choose another profile"));
        }
        String unkept = surroundings.requests().problem();
        if (unkept != null) {
            found.add(HealthResult.warn(unkept, "check the data folder and its disk"));
        }
        if (reporter.stalled()) {
            found.add(HealthResult.warn("readings of the lamp are lost, a listener hangs", "restart the gateway"));
        }
        return found;
    }

    private static String join(List<HealthResult> found, Function<HealthResult, String> part) {
        return found.stream().map(part).distinct().collect(Collectors.joining("; "));
    }
}
