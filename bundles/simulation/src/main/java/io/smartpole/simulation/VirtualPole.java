package io.smartpole.simulation;

import com.pi4j.context.Context;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.TimeSource;
import java.time.ZoneId;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the buses of the virtual pole as a Pi4J context, in front of any real one. It is built anew for each hardware
 * profile. {@link SimulationClock} reports on the configuration that both share.
 */
@Component(
        service = {},
        configurationPid = SimulationClock.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class VirtualPole {

    /** Where the pole stands until it is told: Dormagen on the Rhine. */
    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));

    private static final int RANKING = 100;
    private static final long LOOK_MS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(VirtualPole.class);

    private final BundleContext bundle;
    private final TimeSource time;
    private final HardwareProfile profile;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "virtual-pole"));

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Pole pole;

    private Settings settings = Settings.DEFAULT;
    private @Nullable SimulatedPole simulated;
    private @Nullable Context context;
    private @Nullable ServiceRegistration<Context> registration;

    @Activate
    public VirtualPole(
            BundleContext bundle,
            @Reference TimeSource time,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) HardwareProfile profile) {
        this.bundle = bundle;
        this.time = time;
        this.profile = profile;
    }

    @Activate
    @SuppressWarnings("JdkObsolete") // registerService takes a Dictionary, and Hashtable is the only one of the JDK
    void activate(SimulationClock.Config config) {
        read(config);
        SimulatedPole fresh = new SimulatedPole(profile, time, this::place, settings);
        Context buses = fresh.connect();
        simulated = fresh;
        context = buses;
        registration = bundle.registerService(
                Context.class, buses, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, RANKING)));
        var unused = looks.scheduleWithFixedDelay(() -> look(fresh), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    @Modified
    void modified(SimulationClock.Config config) {
        read(config);
        if (simulated != null) {
            simulated.apply(settings);
        }
    }

    @Deactivate
    void deactivate() {
        looks.shutdownNow();
        if (registration != null) {
            // First the drivers leave the buses, then the buses go.
            registration.unregister();
        }
        if (context != null) {
            context.shutdown();
        }
    }

    private void read(SimulationClock.Config config) {
        try {
            settings = Settings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.debug("Settings stay as they are; the health check 'simulation' says why: {}", e.getMessage());
        }
    }

    private Place place() {
        Pole known = pole;
        Place place = known == null ? null : known.identity().place();
        return place == null ? DORMAGEN : place;
    }

    private static void look(SimulatedPole followed) {
        try {
            followed.follow();
        } catch (RuntimeException e) {
            LOG.error("The contacts of the virtual pole missed a change", e);
        }
    }
}
