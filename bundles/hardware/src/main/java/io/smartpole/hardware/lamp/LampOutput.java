package io.smartpole.hardware.lamp;

import com.pi4j.context.Context;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.Lamp;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.time.TimeSource;
import io.smartpole.hardware.sampling.ReadingHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Offers the lamp of the accepted profile as a service, if it has one and there is a board to drive it. */
@Component(service = HealthCheck.class, property = HealthCheck.NAME + "=lamp", immediate = true)
public final class LampOutput implements HealthCheck {

    /** The sensor whose readings are the lamp's power, if there is one. */
    private static final String METER = "lamp";

    private final BundleContext bundle;
    private final TimeSource time;
    private final ReadingHub hub;
    private final HardwareProfile profile;
    private @Nullable Offer offer;

    // A field, because SCR before 2.1.26 cannot leave out a constructor's parameter.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    @Nullable
    Context board;

    private record Offer(LampWorker worker, ServiceRegistration<Lamp> registration) {}

    @Activate
    public LampOutput(
            BundleContext bundle,
            @Reference TimeSource time,
            @Reference ReadingHub hub,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) HardwareProfile profile) {
        this.bundle = bundle;
        this.time = time;
        this.hub = hub;
        this.profile = profile;
    }

    @Activate
    void activate() {
        LampWiring wiring = profile.lamp();
        if (wiring != null && board != null) {
            offer = offer(dimmer(board, wiring.driver()));
        }
    }

    private Dimmer dimmer(Context board, LampDriver driver) {
        if (driver instanceof LampDriver.Pwm pwm) {
            return new PwmDimmer(board, pwm);
        }
        if (driver instanceof LampDriver.Analogue analogue) {
            return new AnalogueDimmer(board, analogue);
        }
        if (driver instanceof LampDriver.Relay relay) {
            return new RelayDimmer(board, relay);
        }
        boolean hasMeter =
                profile.sensors().stream().anyMatch(sensor -> sensor.name().equals(METER));
        return new DaliDimmer(board, (LampDriver.Dali) driver, !hasMeter, time, hub);
    }

    private Offer offer(Dimmer dimmer) {
        LampWorker worker = new LampWorker(dimmer, time);
        worker.start();
        return new Offer(worker, bundle.registerService(Lamp.class, worker, null));
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        if (offer != null) {
            offer.registration.unregister();
            offer.worker.stop();
        }
    }

    @Override
    public HealthResult check() {
        if (offer != null) {
            return offer.worker.check(time.now());
        }
        return profile.lamp() != null
                ? HealthResult.critical(
                        "no board: the lamp cannot be driven and does what its wiring makes it do",
                        "run the gateway on a Raspberry Pi, or with the simulation")
                : HealthResult.ok("the hardware profile has no lamp");
    }
}
