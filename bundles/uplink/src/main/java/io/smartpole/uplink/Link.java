package io.smartpole.uplink;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the platform: a state machine, drawn at {@link LinkState}, that one thread steps. What the MQTT
 * library tells on its threads is queued and done in the next step.
 */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** A connection that was up for this long was a good one: its loss starts the back-off from the beginning. */
    static final Duration STABLE = Duration.ofMinutes(1);

    /** Identity and profile are looked at this often. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    private final Connection.Factory connections;
    private final RandomGenerator random;
    private final Pole pole;
    private final EvidenceLog log;
    private final Presence presence;
    private final Arrivals arrivals;
    private final Telemetry telemetry;
    private final Runnable wake;
    private final SwitchedMains mains;

    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong connects = new AtomicLong();
    private volatile Settings settings = Settings.NONE;
    private volatile boolean stopping;
    private volatile Standing standing;
    private volatile @Nullable Session session;

    // Below: touched by the stepping thread only.
    private Moment now;
    private @Nullable Duration deadline;
    private @Nullable Target target;
    private @Nullable Connection connection;
    private Presence.@Nullable Variable announced;
    private @Nullable Problem ungranted;
    private boolean sleeps;
    private int failures;

    /** @param wake makes the stepping thread step soon; called on any thread */
    Link(
            Connection.Factory connections,
            RandomGenerator random,
            Pole pole,
            EvidenceLog log,
            Presence presence,
            Arrivals arrivals,
            Telemetry telemetry,
            Runnable wake,
            Moment now) {
        this.connections = connections;
        this.random = random;
        this.pole = pole;
        this.log = log;
        this.presence = presence;
        this.arrivals = arrivals;
        this.telemetry = telemetry;
        this.wake = wake;
        this.mains = SwitchedMains.draw(now.sinceBoot(), random);
        this.now = now;
        this.standing = new Standing(LinkState.DISABLED, now, "", null);
    }

    /** Called on any thread, like the next five. */
    void configure(Settings next) {
        settings = next;
        wake.run();
    }

    void stop() {
        stopping = true;
        wake.run();
    }

    boolean stopped() {
        return stopping && standing.state() == LinkState.DISABLED;
    }

    boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        Session up = session;
        return up != null && up.publish(topic, payload, qos, retain);
    }

    Standing standing() {
        return standing;
    }

    /** @return messages that the broker acknowledged since start */
    long published() {
        return published.get();
    }

    /** @return how often it came online since start */
    long connects() {
        return connects.get();
    }

    /** @return how long the stepping thread may sleep, unless woken */
    Duration step(Moment moment) {
        now = moment;
        LinkState before = standing.state();
        try {
            for (Runnable event = events.poll(); event != null; event = events.poll()) {
                event.run();
            }
            act();
        } catch (RuntimeException e) {
            LOG.error("the uplink failed by its own fault", e);
            if (target != null) {
                fail(new Problem("the uplink failed by its own fault: " + e, "report this, with the log"));
            }
        }
        return standing.state() == before ? untilNextStep() : Duration.ZERO;
    }

    private void act() {
        Target wanted = wanted();
        if (!Objects.equals(wanted, target) && standing.state() != LinkState.LEAVING) {
            retarget(wanted);
        } else if (standing.state() == LinkState.ONLINE) {
            online();
        } else if (deadline != null && now.sinceBoot().compareTo(deadline) >= 0) {
            expired();
        } else if (standing.state() == LinkState.QUEUING && itsTurn()) {
            enter(LinkState.EXPECTING, "it is this pole's turn");
        } else if (standing.state() == LinkState.EXPECTING && arrivals.heard()) {
            open("what comes from the broker will be read");
        }
    }

    /** Only the first connect waits for a turn: who changes the configuration of a running pole does not. */
    private boolean itsTurn() {
        return connects.get() > 0 || mains.itsTurn(presence.profile().get(), now.sinceBoot());
    }

    private @Nullable Target wanted() {
        Endpoint endpoint = settings.cloud1();
        HardwareProfile profile = presence.profile().get();
        if (profile != null) { // one that is being replaced says nothing about the supply
            sleeps = SwitchedMains.feed(profile);
        }
        return stopping || endpoint == null ? null : Target.of(endpoint, pole.identity(), sleeps);
    }

    private void retarget(@Nullable Target wanted) {
        String why = stopping ? "the gateway stops" : "endpoint, identity or supply changed";
        switch (standing.state()) {
            case ONLINE -> leave(why);
            case DISABLED -> {
                target = wanted;
                failures = 0;
                enter(itsTurn() ? LinkState.EXPECTING : LinkState.QUEUING, "there is a broker to connect to");
            }
            default -> disable(why);
        }
    }

    private void expired() {
        switch (standing.state()) {
            case EXPECTING -> open("nobody listens yet, but the platform shall know that this pole lives");
            case CONNECTING, SUBSCRIBING, ANNOUNCING -> fail(Problem.silent(standing.state()));
            case LEAVING -> disable("the broker did not answer");
            case WAITING -> open("time for the next attempt");
            case DISABLED, QUEUING, ONLINE -> throw new IllegalStateException(standing.state() + " has no limit");
        }
    }

    private void open(String why) {
        Target to = required(target);
        enter(LinkState.CONNECTING, why);
        Connection next = connections.create(to, presence.lost(to.sleeps()));
        connection = next;
        next.open(new Ears(
                to,
                arrivals,
                post(next, this::opened),
                cause -> post(next, () -> lost(cause)).run(),
                post(next, this::receiptArrived),
                next::unsubscribe));
    }

    private void opened() {
        if (standing.state() == LinkState.CONNECTING) {
            enter(LinkState.SUBSCRIBING, "the broker accepted the connection");
            Connection up = required(connection);
            up.subscribe(
                    required(target).subscriptions(),
                    granted -> post(up, () -> subscribed(granted)).run());
        }
    }

    private void subscribed(int[] granted) {
        if (standing.state() != LinkState.SUBSCRIBING) {
            return;
        }
        Target to = required(target);
        Optional<Subscription> refused = Subscription.firstRefused(to.subscriptions(), granted);
        ungranted = refused.map(topic -> Problem.subscriptionRefused(topic, to.clientId()))
                .orElse(null);
        if (ungranted != null && refused.orElseThrow().vital()) {
            fail(ungranted);
            return;
        }
        enter(LinkState.ANNOUNCING, ungranted == null ? "the broker granted all topics" : ungranted.what());
        announce();
    }

    private void announce() {
        Connection up = required(connection);
        Presence.Variable next = presence.variable(now);
        String topic = required(target).topics().state();
        if (up.publish(topic, presence.online(next, now), 1, true, post(up, this::announced))) {
            announced = next;
        }
    }

    private void announced() {
        published.incrementAndGet();
        if (standing.state() == LinkState.ANNOUNCING) {
            Connection up = required(connection);
            session = new Session(
                    up,
                    required(target).topics(),
                    telemetry,
                    log,
                    () -> settings.acknowledge(),
                    published,
                    event -> post(up, () -> event.accept(now.sinceBoot())).run());
            telemetry.live(true);
            connects.incrementAndGet();
            enter(LinkState.ONLINE, "the broker knows this pole", ungranted);
        }
    }

    private void online() {
        if (!presence.variable(now).equals(announced)) {
            announce();
        }
        Session up = required(session);
        if (up.stalled(now.sinceBoot())) {
            fail(Problem.unacknowledged());
        } else {
            up.pump(now);
        }
    }

    private void receiptArrived() {
        Session up = session;
        if (up != null) {
            up.receiptArrived(now.sinceBoot());
        }
    }

    private void leave(String why) {
        session = null;
        telemetry.live(false);
        Connection leaving = required(connection);
        enter(LinkState.LEAVING, why);
        boolean taken = leaving.publish(
                required(target).topics().state(),
                presence.leaving(required(target).sleeps(), stopping ? "stopped" : "reconfigured"),
                1,
                true,
                post(leaving, () -> leaving.disconnect(post(leaving, () -> disable("the broker was told")))));
        if (!taken) {
            disable("the connection was gone already");
        }
    }

    private void lost(Throwable cause) {
        if (standing.state() == LinkState.LEAVING) {
            disable("the connection broke");
        } else {
            fail(Problem.of(cause, required(target)));
        }
    }

    private void fail(Problem problem) {
        boolean stable = standing.state() == LinkState.ONLINE
                && now.since(standing.since()).compareTo(STABLE) >= 0;
        failures = stable ? 1 : failures + 1;
        drop();
        Duration wait = Backoff.delay(failures, random);
        enter(LinkState.WAITING, problem.what() + "; next attempt in " + wait.toMillis() + " ms", problem);
        deadline = now.sinceBoot().plus(wait);
    }

    private void disable(String why) {
        drop();
        enter(LinkState.DISABLED, why);
        target = null;
    }

    private void drop() {
        session = null;
        telemetry.live(false);
        announced = null;
        Connection old = connection;
        connection = null;
        if (old != null) {
            old.abandon();
        }
    }

    /** The problem of the last attempt stays known until the next one has come through. */
    private void enter(LinkState next, String why) {
        boolean over = next == LinkState.ONLINE || next == LinkState.DISABLED || next == LinkState.LEAVING;
        enter(next, why, over ? null : standing.problem());
    }

    private void enter(LinkState next, String why, @Nullable Problem problem) {
        String endpoint = target == null ? "" : target.endpoint().label();
        LOG.info("{}: {} -> {}: {}", endpoint, standing.state(), next, why);
        deadline = next.limit().isZero() ? null : now.sinceBoot().plus(next.limit());
        standing = new Standing(next, now, next == LinkState.DISABLED ? "" : endpoint, problem);
    }

    private Duration untilNextStep() {
        Duration next = now.sinceBoot().plus(LONGEST_STEP);
        if (deadline != null && deadline.compareTo(next) < 0) {
            next = deadline;
        }
        Session up = session;
        if (up != null) {
            Duration due = up.due().orElse(next);
            next = due.compareTo(next) < 0 ? due : next;
        }
        Duration wait = next.minus(now.sinceBoot());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** @return when run, on any thread, makes the next step do this, unless that connection has been given up */
    private Runnable post(Connection from, Runnable event) {
        return () -> {
            events.add(() -> {
                if (connection == from) {
                    event.run();
                }
            });
            wake.run();
        };
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value, "set in this state");
    }
}
