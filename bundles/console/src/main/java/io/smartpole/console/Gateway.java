package io.smartpole.console;

import io.smartpole.core.config.Configurations;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.health.Metrics;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.core.time.WorldClock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Looks at the whole gateway, for those who show it. Everything but the time may be missing: a console is needed most
 * when something does not work.
 */
@Component(service = Gateway.class)
public final class Gateway {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable WorldClock simulation;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Pole pole;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable EvidenceKey key;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable HardwareProfile profile;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Lighting lighting;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Configurations configurations;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable EvidenceLog evidence;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Outbox outbox;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable GatewayHealth health;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Metrics metrics;

    private final TimeSource time;
    private final ReadingMemory memory;
    private final PoleView.Versions versions;

    @Activate
    public Gateway(BundleContext context, @Reference TimeSource time, @Reference ReadingMemory memory) {
        this(time, memory, versions(context));
    }

    Gateway(TimeSource time, ReadingMemory memory, PoleView.Versions versions) {
        this.time = time;
        this.memory = memory;
        this.versions = versions;
    }

    private static PoleView.Versions versions(BundleContext context) {
        Bundle framework = context.getBundle(0);
        return new PoleView.Versions(
                context.getBundle().getVersion().toString(),
                framework.getSymbolicName() + " " + framework.getVersion(),
                System.getProperty("java.version"),
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
    }

    List<ReadingView> readings() {
        return memory.board.since(0).readings();
    }

    ReadingBoard.News readingsSince(long number) {
        return memory.board.since(number);
    }

    StatusView status() {
        Moment now = time.now();
        PoleIdentity identity = identity();
        GatewayHealth checks = health;
        Lighting light = lighting;
        Outbox out = outbox;
        EvidenceLog log = evidence;
        return new StatusView(
                ifTrusted(now),
                ifTrusted(time.world()),
                simulation != null,
                now.sinceBoot().toSeconds(),
                time.boot().hex(),
                identity == null ? null : identity.site(),
                identity == null ? null : identity.pole(),
                checks == null ? null : checks.report().status(),
                light == null ? null : StatusView.Light.of(light.status().decision()),
                out == null ? null : StatusView.Uplink.of(out.status()),
                log == null ? null : StatusView.Evidence.of(log.backlog()));
    }

    PoleView pole() {
        PoleIdentity identity = identity();
        EvidenceKey ours = key;
        HardwareProfile wired = profile;
        return new PoleView(
                identity == null ? null : PoleView.Identity.of(identity),
                ours == null ? null : PoleView.Key.of(ours),
                wired == null ? null : PoleView.Profile.of(wired),
                versions);
    }

    /** @return null while nothing decides about the light */
    @Nullable
    LightView light() {
        return light(night());
    }

    /** @return the same without its night, which changes so much less often; null while nothing decides about the light */
    @Nullable
    LightView lightNow() {
        return light(null);
    }

    private @Nullable LightView light(@Nullable NightView night) {
        Lighting light = lighting;
        HardwareProfile wired = profile;
        return light == null
                ? null
                : LightView.of(
                        light.status(),
                        wired == null || wired.lamp() == null
                                ? null
                                : wired.lamp().type().ratedPower(),
                        night);
    }

    /** @return null while the clock is not trusted or nothing decides about the light */
    @Nullable
    NightView night() {
        Lighting light = lighting;
        Moment world = time.world();
        return light == null || !world.trusted()
                ? null
                : NightView.around(world.instant(), zone(), light, memory.history);
    }

    /**
     * @param query {@code from=...&to=...}, still encoded; null if there is none
     * @throws Refusal 400 if it asks for no such stretch of time, 503 while nothing decides about the light
     */
    PlanView plan(@Nullable String query) throws Refusal {
        PlanSpan span = PlanSpan.of(query, time.world().instant(), zone());
        Lighting light = lighting;
        if (light == null) {
            throw new Refusal(
                    503, "the light control is not running on this pole", "look into the health of the gateway");
        }
        return PlanView.of(zone().getId(), span, light.curve(span.from(), span.to()));
    }

    HealthView health() {
        GatewayHealth checks = health;
        return checks == null ? HealthView.NOBODY_CHECKS : HealthView.of(checks.report());
    }

    /** @throws Refusal 503 while nobody gives figures */
    String metrics() throws Refusal {
        Metrics figures = metrics;
        if (figures == null) {
            throw new Refusal(503, "the bundle that gives the figures is not running", "look into the log");
        }
        return figures.text();
    }

    private @Nullable PoleIdentity identity() {
        Pole ours = pole;
        return ours == null ? null : ours.identity();
    }

    private ZoneId zone() {
        PoleIdentity identity = identity();
        return identity == null || identity.place() == null
                ? ZoneOffset.UTC
                : identity.place().zone();
    }

    private static @Nullable Instant ifTrusted(Moment moment) {
        return moment.trusted() ? moment.instant() : null;
    }
}
