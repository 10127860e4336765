package io.smartpole.identity;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.pole.Names;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
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
    static final int MOST_NAMES = 10;

    /** In topics these stand where a pole's number stands, so no pole may be called so. */
    private static final Set<String> RESERVED = Set.of("group", "zone");

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredPole.class);

    /** What can be set. */
    @ObjectClassDefinition(
            id = PID,
            name = "Smart pole: identity",
            description = "Which pole this is and where it stands. Site and pole number are part of every MQTT topic.")
    @interface Config {

        @AttributeDefinition(name = "Site", description = "City or district. 1 to 64 letters, digits, '.', '_' or '-'.")
        String site() default "unnamed";

        @AttributeDefinition(
                name = "Pole number",
                description = "Leuchtstellennummer. 1 to 64 letters, digits, '.', '_' or '-'.")
        String pole() default "unnamed";

        @AttributeDefinition(
                name = "Cabinet",
                description = "Switching cabinet that feeds the pole; may be empty.",
                required = false)
        String cabinet() default "";

        @AttributeDefinition(name = "Circuit", description = "Circuit in that cabinet; may be empty.", required = false)
        String circuit() default "";

        @AttributeDefinition(name = "Phase", description = "L1, L2 or L3; may be empty.", required = false)
        String phase() default "";

        @AttributeDefinition(
                name = "Latitude [degrees north]",
                description = "-90 to 90, WGS 84. Latitude and longitude both 0: not placed yet, the lamp then burns at"
                        + " full light day and night.",
                min = "-90",
                max = "90")
        double latitude() default 0;

        @AttributeDefinition(
                name = "Longitude [degrees east]",
                description = "-180 to 180, WGS 84.",
                min = "-180",
                max = "180")
        double longitude() default 0;

        @AttributeDefinition(
                name = "Time zone",
                description = "Time zone of the lighting programs, such as Europe/Berlin.")
        String zone() default "Europe/Berlin";

        @AttributeDefinition(
                name = "Groups",
                description = "Groups of the site whose commands the pole obeys, at most 10. 1 to 64 letters, digits,"
                        + " '.', '_' or '-' each.",
                cardinality = MOST_NAMES,
                required = false)
        String[] groups() default {};

        @AttributeDefinition(
                name = "Neighbour zones",
                description = "Zones of the site in which neighbouring poles tell each other that somebody comes, at"
                        + " most 10. 1 to 64 letters, digits, '.', '_' or '-' each.",
                cardinality = MOST_NAMES,
                required = false)
        String[] zones() default {};
    }

    private volatile PoleIdentity identity = new PoleIdentity("unnamed", "unnamed", "", "", "", null);
    private volatile @Nullable String problem;

    @Activate
    @Modified
    void configure(Config config) {
        try {
            PoleIdentity next = read(config);
            problem = null;
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
        } catch (IllegalArgumentException | DateTimeException e) {
            problem = e.getMessage();
            LOG.warn(
                    "{} is not accepted: {}. It stays pole {} of site {}",
                    PID,
                    problem,
                    identity.pole(),
                    identity.site());
        }
    }

    private static PoleIdentity read(Config config) {
        boolean placed = config.latitude() != 0 || config.longitude() != 0;
        ZoneId zone = ZoneId.of(config.zone());
        if (RESERVED.contains(config.pole())) {
            throw new IllegalArgumentException(
                    "pole must not be '" + config.pole() + "': topics of groups and zones have it where poles stand");
        }
        return new PoleIdentity(
                config.site(),
                config.pole(),
                orEmpty(config.cabinet()),
                orEmpty(config.circuit()),
                orEmpty(config.phase()),
                placed ? new Place(config.latitude(), config.longitude(), zone) : null,
                names("groups", config.groups()),
                names("zones", config.zones()));
    }

    /** Forms leave empty lines and no list at all; a name that stands twice counts once. */
    private static List<String> names(String key, String @Nullable [] given) {
        List<String> names = Stream.ofNullable(given)
                .flatMap(Arrays::stream)
                .filter(name -> !orEmpty(name).isBlank())
                .distinct()
                .toList();
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException(
                    key + " must be at most " + MOST_NAMES + " names, but are " + names.size());
        }
        names.forEach(name -> Names.check("each of " + key, name));
        return names;
    }

    private static String where(@Nullable Place place) {
        return place == null
                ? "not placed yet"
                : "at %s N %s E, time zone %s".formatted(place.latitude(), place.longitude(), place.zone());
    }

    /** Kura and the Felix ConfigAdmin differ in what an unset text is. */
    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public PoleIdentity identity() {
        return identity;
    }

    @Override
    public HealthResult check() {
        if (problem != null) {
            return HealthResult.warn(
                    PID + ": " + problem + ". The last good identity stays in use",
                    "correct the value in the configuration");
        }
        if (identity.place() == null) {
            return HealthResult.warn(
                    "this pole has no place, so the lamp cannot know night from day and burns at full light",
                    "set latitude, longitude and time zone");
        }
        return HealthResult.ok("pole " + identity.pole() + " of site " + identity.site());
    }
}
