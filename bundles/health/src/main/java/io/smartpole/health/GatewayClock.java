package io.smartpole.health;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.ClockSource;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.SystemTime;
import io.smartpole.core.time.TimeSource;
import io.smartpole.core.time.WorldClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The gateway's time source: the host's clocks, with trust. In the demo the simulation's world vouches for the time and
 * may let it pass faster; it starts before this bundle, so that time does not jump under a running gateway.
 */
@Component(
        service = {TimeSource.class, HealthCheck.class},
        immediate = true,
        property = HealthCheck.NAME + "=clock")
public final class GatewayClock implements TimeSource, HealthCheck {

    /** How far off it is, the host does not tell. */
    private static final ClockSource NTP = new ClockSource("ntp", null);

    private static final ClockSource SIMULATION = new ClockSource("simulation", Duration.ZERO);

    // One for the whole process: its boot id must not change when this component is made anew.
    private static final SystemTime CLOCKS = new SystemTime(() -> false);

    private final TrustWatch trust;
    private final NtpQuestion ntp;

    // A field, because SCR before 2.1.26 cannot leave out a constructor's parameter.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    @Nullable
    WorldClock world;

    @Activate
    public GatewayClock(BundleContext context) {
        this(buildTime(context), new NtpQuestion(NtpQuestion::timedatectl));
    }

    private GatewayClock(Instant buildTime, NtpQuestion ntp) {
        this(ClockTrust.ofThisHost(buildTime, ntp), ntp);
    }

    GatewayClock(ClockTrust trust, NtpQuestion ntp) {
        this.trust = new TrustWatch(trust, ntp);
        this.ntp = ntp;
    }

    @Activate
    void start() {
        if (world == null) {
            ntp.start();
        }
    }

    @Deactivate
    void stop() {
        ntp.stop();
    }

    private static Instant buildTime(BundleContext context) {
        return Instant.parse(context.getBundle().getHeaders().get("Smartpole-Build-Time"));
    }

    @Override
    public BootId boot() {
        return CLOCKS.boot();
    }

    @Override
    public Moment now() {
        Moment now = CLOCKS.now();
        return new Moment(now.instant(), world != null || trust.trusted(now), now.sinceBoot());
    }

    @Override
    public Moment world() {
        Moment now = now();
        return world == null ? now : world.worldAt(now);
    }

    @Override
    public ClockSource clockSource() {
        return world == null ? NTP : SIMULATION;
    }

    @Override
    public HealthResult check() {
        if (world != null) {
            return HealthResult.ok("simulated world, " + world().instant().truncatedTo(ChronoUnit.SECONDS));
        }
        if (now().trusted()) {
            return HealthResult.ok("set by NTP");
        }
        return HealthResult.warn(
                "the clock is not set (RTC_NOT_SET), or it jumped: readings carry relative times, and the light goes by the"
                        + " photocell or burns",
                "check the host's NTP service and its way to a time server");
    }
}
