package io.smartpole.identity;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which pole this is, as a technician or the platform configured it. */
@Component(
        service = {ConfigurableComponent.class, Pole.class, HealthCheck.class},
        configurationPid = ConfiguredPole.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = HealthCheck.NAME + "=identity")
@Designate(ocd = ConfiguredPole.Config.class)
public final class ConfiguredPole implements ConfigurableComponent, Pole, HealthCheck {

    static final String PID = "smartpole.identity";

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredPole.class);

    /** What can be set. */
    @ObjectClassDefinition(
            id = PID,
            name = "Smart pole: name and place",
            description =
                    "Which pole this is, how it is fed and where it stands. Until site and pole number are set, nothing"
                            + " that it reads is signed or kept.")
    @interface Config {

        @AttributeDefinition(
                name = "Site",
                description =
                        "City or district, the same for all poles of it. 1 to 64 letters, digits, '.', '_' or '-', the"
                                + " first a letter or digit. unnamed = not named yet.",
                min = "1",
                max = "64")
        String site() default PoleIdentity.UNNAMED;

        @AttributeDefinition(
                name = "Pole number",
                description =
                        "The number on the pole (Leuchtstellennummer), once in a site. 1 to 64 letters, digits, '.', '_'"
                                + " or '-', the first a letter or digit. unnamed = not named yet.",
                min = "1",
                max = "64")
        String pole() default PoleIdentity.UNNAMED;

        @AttributeDefinition(
                name = "Cabinet",
                description = "Switching cabinet that feeds the pole, 0 to 64 characters. Empty = not known.",
                max = "64",
                required = false)
        String cabinet() default "";

        @AttributeDefinition(
                name = "Circuit",
                description = "Circuit in that cabinet, 0 to 64 characters. Empty = not known.",
                max = "64",
                required = false)
        String circuit() default "";

        @AttributeDefinition(
                name = "Phase",
                description = "Phase of that circuit which feeds the pole: L1, L2 or L3, or not known.",
                options = {
                    // Kura's form sorts by label, and shows the first where nothing is set.
                    @Option(label = "(not known)", value = ""),
                    @Option(label = "L1", value = "L1"),
                    @Option(label = "L2", value = "L2"),
                    @Option(label = "L3", value = "L3")
                },
                required = false)
        String phase() default "";

        @AttributeDefinition(
                name = "Latitude [degrees north]",
                description = "Where the pole stands, -90 to 90 degrees, WGS 84 as maps and GNSS show it. Latitude and"
                        + " longitude both 0 = not placed yet: the lamp then burns at full light day and night.",
                min = "-90",
                max = "90")
        double latitude() default 0;

        @AttributeDefinition(
                name = "Longitude [degrees east]",
                description = "Where the pole stands, -180 to 180 degrees, WGS 84.",
                min = "-180",
                max = "180")
        double longitude() default 0;

        @AttributeDefinition(
                name = "Time zone",
                description =
                        "In whose time the lighting programs are written, such as Europe/Berlin: a name of the IANA time"
                                + " zone database, 1 to 64 characters.",
                min = "1",
                max = "64")
        String zone() default "Europe/Berlin";

        @AttributeDefinition(
                name = "Groups",
                description =
                        "Groups of the site whose commands the pole obeys, 0 to 10 names. 1 to 64 letters, digits, '.',"
                                + " '_' or '-' each.",
                cardinality = IdentityRule.MOST_NAMES,
                required = false)
        String[] groups() default {};

        @AttributeDefinition(
                name = "Neighbour zones",
                description =
                        "Zones of the site in which neighbouring poles tell each other that somebody comes, 0 to 10"
                                + " names. 1 to 64 letters, digits, '.', '_' or '-' each.",
                cardinality = IdentityRule.MOST_NAMES,
                required = false)
        String[] zones() default {};
    }

    private volatile PoleIdentity identity =
            new PoleIdentity(PoleIdentity.UNNAMED, PoleIdentity.UNNAMED, "", "", "", null);
    private volatile @Nullable String problem;

    @Activate
    @Modified
    void configure(Config config) {
        List<ConfigurationProblem> problems = IdentityRule.problems(config);
        Set<String> wrong = problems.stream().map(ConfigurationProblem::key).collect(Collectors.toSet());
        if (problems.isEmpty()) {
            problem = null;
            become(read(config, wrong));
        } else if (identity.named()) {
            refuse(problems, "The last good identity stays in use");
        } else {
            // After a start there is no last good one. A pole must not lose its name for one bad group.
            become(read(config, wrong));
            refuse(problems, "What is right is in use");
        }
    }

    private void become(PoleIdentity next) {
        if (!next.equals(identity)) {
            identity = next;
            LOG.info(
                    "this is pole {} of site {}, {}, in groups {} and zones {}",
                    next.pole(),
                    next.site(),
                    where(next.place()),
                    next.groups(),
                    next.zones());
        }
    }

    private void refuse(List<ConfigurationProblem> problems, String instead) {
        int more = problems.size() - 1;
        String refused = problems.get(0).message() + (more == 0 ? "" : "; and " + more + " more") + ". " + instead;
        problem = refused;
        LOG.warn("{}: pole {} of site {}", refused, identity.pole(), identity.site());
    }

    /** @param wrong keys whose values are as if they were not set */
    private static PoleIdentity read(Config config, Set<String> wrong) {
        boolean placed = Collections.disjoint(wrong, List.of("latitude", "longitude", "zone"))
                && (config.latitude() != 0 || config.longitude() != 0);
        return new PoleIdentity(
                wrong.contains("site") ? PoleIdentity.UNNAMED : config.site(),
                wrong.contains("pole") ? PoleIdentity.UNNAMED : config.pole(),
                wrong.contains("cabinet") ? "" : IdentityRule.orEmpty(config.cabinet()),
                wrong.contains("circuit") ? "" : IdentityRule.orEmpty(config.circuit()),
                wrong.contains("phase") ? "" : IdentityRule.orEmpty(config.phase()),
                placed ? new Place(config.latitude(), config.longitude(), ZoneId.of(config.zone())) : null,
                wrong.contains("groups") ? List.of() : IdentityRule.names(config.groups()),
                wrong.contains("zones") ? List.of() : IdentityRule.names(config.zones()));
    }

    private static String where(@Nullable Place place) {
        return place == null
                ? "not placed yet"
                : "at %s N %s E, time zone %s".formatted(place.latitude(), place.longitude(), place.zone());
    }

    @Override
    public PoleIdentity identity() {
        return identity;
    }

    @Override
    public HealthResult check() {
        if (problem != null) {
            return HealthResult.warn(problem, "correct the value in the configuration");
        }
        if (!identity.named()) {
            return HealthResult.warn(
                    "this pole has no name yet, so nothing that it reads is signed", "set site and pole number");
        }
        if (identity.place() == null) {
            return HealthResult.warn(
                    "this pole has no place, so the lamp cannot know night from day and burns at full light",
                    "set latitude, longitude and time zone");
        }
        return HealthResult.ok("pole " + identity.pole() + " of site " + identity.site());
    }
}
