package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.core.time.WorldClock;
import io.smartpole.lighting.decision.LightInputs;
import io.smartpole.lighting.decision.Schedule;
import io.smartpole.lighting.program.Sensors;
import io.smartpole.lighting.request.Requests;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.sensing.PhotocellView;
import io.smartpole.lighting.settings.LightSettings;
import io.smartpole.lighting.settings.Settings;
import io.smartpole.lighting.sun.Daylight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * All that the light depends on, gathered: clock, place, hardware profile, settings, sensors, requests. Each may be
 * missing, come and go; there is an answer all the same.
 */
@Component(service = Surroundings.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Surroundings {

    /** Stands in for a lamp of which nothing is known. */
    private static final LampType ANY_LAMP = new LampType(50, 3000);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable TimeSource time;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Pole pole;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable HardwareProfile profile;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable LightSettings settings;

    private final LampSensors sensors;
    private final Requests requests;
    private final SteadyClock steady = new SteadyClock();

    private boolean simulated; // guarded by this
    private boolean opened; // guarded by this

    // Of the control loop's thread:
    private final Schedule schedule = new Schedule();
    private @Nullable Daylight daylight;

    @Activate
    public Surroundings(BundleContext context, @Reference LampSensors sensors) {
        this(DataFolder.of(context::getProperty, "lighting"), sensors);
    }

    Surroundings(Path folder, LampSensors sensors) {
        this.requests = new Requests(folder);
        this.sensors = sensors;
    }

    /** Only the simulation has a clock for its world. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setWorldClock(WorldClock clock) {
        changeWorld(true);
    }

    void unsetWorldClock(WorldClock clock) {
        changeWorld(false);
    }

    /** In the order in which worlds come and go, so that the last one stays. */
    private synchronized void changeWorld(boolean toSimulated) {
        simulated = toSimulated;
        if (opened) {
            requests.open(simulated);
        }
    }

    /** Reads from disk what was asked for before the start. */
    synchronized void openRequests() {
        opened = true;
        requests.open(simulated);
    }

    Requests requests() {
        return requests;
    }

    /** @return real time; null if there is no clock */
    @Nullable
    Moment now() {
        TimeSource clock = time;
        return clock == null ? null : clock.now();
    }

    /** @return the world's time, not trusted while its calendar has just jumped; null if there is no clock */
    @Nullable
    Moment world() {
        TimeSource clock = time;
        return clock == null ? null : steady.look(clock.world());
    }

    Settings inForce() {
        LightSettings configured = settings;
        return configured == null ? Settings.DEFAULT : configured.checked().settings();
    }

    @Nullable
    Place place() {
        Pole known = pole;
        return known == null ? null : known.identity().place();
    }

    LampType lampType() {
        HardwareProfile accepted = profile;
        LampWiring wiring = accepted == null ? null : accepted.lamp();
        return wiring == null ? ANY_LAMP : wiring.type();
    }

    /** @return what the programs listen to and the pole does not have; empty without a profile that could tell */
    Set<String> unknownSources() {
        HardwareProfile accepted = profile;
        if (accepted == null) {
            return Set.of();
        }
        Set<String> unknown = new TreeSet<>(inForce().programs().sources());
        unknown.removeAll(Sensors.NAMED);
        accepted.inputs().forEach(input -> unknown.remove(input.name()));
        return unknown;
    }

    /** Called by the control loop only. */
    LightInputs inputs(Moment world) {
        Settings configured = inForce();
        HardwareProfile accepted = profile;
        List<Input> contacts = accepted == null ? List.of() : accepted.inputs();
        Daylight sky = daylight(world);
        PhotocellView photocell = sensors.photocell(sensorNames(accepted), configured.photocell(), sky, world);
        Sensors listened = new Sensors(sinceActive(contacts, world), wantsLight(photocell, sky));
        return new LightInputs(
                configured,
                accepted == null ? Supply.PERMANENT : accepted.supply(),
                sky,
                schedule.at(world.instant(), sky, configured.programs(), listened),
                photocell,
                requests.localService(world),
                emergency(contacts, world),
                requests.override(world));
    }

    private static @Nullable Set<String> sensorNames(@Nullable HardwareProfile accepted) {
        return accepted == null
                ? null
                : accepted.sensors().stream().map(Sensor::name).collect(Collectors.toSet());
    }

    /** @return whether the photocell says that light is needed, or the sun for one that cannot be believed */
    private static @Nullable Boolean wantsLight(PhotocellView photocell, @Nullable Daylight sky) {
        return sky == null ? null : Boolean.valueOf(!sky.day() || photocell.lit());
    }

    private @Nullable Daylight daylight(Moment world) {
        Place place = place();
        if (place == null || !world.trusted()) {
            return null;
        }
        Daylight known = daylight;
        if (known == null || !known.place().equals(place) || !known.covers(world.instant())) {
            known = Daylight.at(place, world.instant());
            daylight = known;
        }
        return known;
    }

    private Map<String, Duration> sinceActive(List<Input> contacts, Moment world) {
        Map<String, Duration> since = new HashMap<>();
        for (Input contact : contacts) {
            put(since, contact.name(), sensors.sinceActive(List.of(contact.name()), world));
        }
        put(since, Sensors.PRESENCE, sensors.sinceActive(named(contacts, Input.Kind.PRESENCE), world));
        put(since, Sensors.HALF_NIGHT, sensors.sinceActive(named(contacts, Input.Kind.HALF_NIGHT), world));
        put(since, Sensors.ZONE, requests.sinceApproach(world));
        return since;
    }

    private static void put(Map<String, Duration> since, String source, @Nullable Duration lastActive) {
        if (lastActive != null) {
            since.put(source, lastActive);
        }
    }

    private static List<String> named(List<Input> contacts, Input.Kind kind) {
        return contacts.stream()
                .filter(contact -> contact.kind() == kind)
                .map(Input::name)
                .toList();
    }

    /** A key switch that stays on ends like any other request: a jammed one must not burn the lamp for ever. */
    private @Nullable TimedRequest emergency(List<Input> contacts, Moment world) {
        TimedRequest asked = requests.emergency(world);
        Duration turned = sensors.activeFor(named(contacts, Input.Kind.EMERGENCY), world);
        if (asked != null || turned == null) {
            return asked;
        }
        Duration end = world.sinceBoot().minus(turned).plus(Emergency.LONGEST);
        TimedRequest key = new TimedRequest(LightLevel.FULL, null, end);
        return key.holds(world) ? key : null;
    }
}
