package io.smartpole.uplink;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one endpoint: a state machine, drawn at {@link LinkState}, that one thread steps. What the MQTT library
 * tells on its threads is queued and done in the next step.
 */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** A connection that was up for this long was a good one: its loss starts the back-off from the beginning. */
    static final Duration STABLE = Duration.ofMinutes(1);

    /**
     * What all links have in common.
     *
     * @param clock time since boot, on any thread
     * @param wake makes the stepping thread step soon; called on any thread
     */
    record Surroundings(
            Connection.Factory connections,
            RandomGenerator random,
            Presence presence,
            Arrivals arrivals,
            Counters counters,
            Supplier<Duration> clock,
            Runnable wake) {}

    /**
     * What the link is to do now.
     *
     * @param target where to connect; null for nowhere
     * @param mayConnect whether it is its turn to connect for the first time
     * @param active whether the pole sends over it, if it is up
     * @param patience how long the broker may leave everything unacknowledged
     * @param stopping whether the gateway stops
     */
    record Orders(@Nullable Target target, boolean mayConnect, boolean active, Duration patience, boolean stopping) {}

    private final Surroundings around;
    private final Runnable onReceipt;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final Disturbances disturbances = new Disturbances();
    private final Obstacles obstacles = new Obstacles();
    private volatile Standing standing;
    private volatile @Nullable Wire wire;

    // Below: touched by the stepping thread only.
    private Moment now;
    private Orders orders = new Orders(null, false, false, Duration.ZERO, false);
    private @Nullable Duration deadline;
    private @Nullable Target target;
    private @Nullable Connection connection;
    private Presence.@Nullable Variable announced;
    private @Nullable Problem ungranted;
    private int failures;

    /** @param onReceipt runs when a message came that may be a receipt; on any thread, must not block */
    Link(Surroundings around, Runnable onReceipt, Moment now) {
        this.around = around;
        this.onReceipt = onReceipt;
        this.now = now;
        this.standing = Standing.disabled(now);
    }

    /** Called on any thread, like the next. */
    Standing standing() {
        return standing;
    }

    /** @return the connection if it is up */
    @Nullable
    Wire wire() {
        return standing.state() == LinkState.ONLINE ? wire : null;
    }

    /** Called on any thread. */
    boolean hasEvents() {
        return !events.isEmpty();
    }

    /** @return where it connects to */
    Target target() {
        return required(target);
    }

    /** @return failed attempts and losses since it was last stable */
    int failures() {
        return failures;
    }

    void step(Moment moment, Orders given) {
        now = moment;
        orders = given;
        LinkState before;
        do {
            before = standing.state();
            try {
                for (Runnable event = events.poll(); event != null; event = events.poll()) {
                    event.run();
                }
                act();
            } catch (RuntimeException | Error e) { // such as no memory for one more thread
                ownFault(e);
            }
        } while (standing.state() != before);
    }

    /** Gives the connection up and tries again later, rather than failing at the same thing again and again. */
    void ownFault(Throwable e) {
        LOG.error("the uplink failed by its own fault", e);
        if (target != null) {
            fail(Problem.ownFault(e));
        }
    }

    private void act() {
        LinkState state = standing.state();
        if (!Objects.equals(orders.target(), target) && state != LinkState.LEAVING) {
            retarget();
        } else if (state == LinkState.ONLINE) {
            online();
        } else if (deadline != null && now.sinceBoot().compareTo(deadline) >= 0) {
            expired();
        } else if (state == LinkState.QUEUING && orders.mayConnect()) {
            enter(LinkState.EXPECTING, "it is this pole's turn");
        } else if (state == LinkState.EXPECTING && around.arrivals().heard()) {
            open("what comes from the broker will be read");
        }
    }

    private void retarget() {
        String why = orders.stopping()
                ? "the gateway stops"
                : orders.target() == null ? "it is not needed now" : "endpoint, identity or supply changed";
        switch (standing.state()) {
            case ONLINE -> leave(why);
            case DISABLED -> {
                target = orders.target();
                enter(orders.mayConnect() ? LinkState.EXPECTING : LinkState.QUEUING, "there is a broker to connect to");
            }
            default -> disable(why);
        }
    }

    private void expired() {
        switch (standing.state()) {
            case EXPECTING -> open("nobody listens yet, but the platform shall know that this pole lives");
            case CONNECTING, SUBSCRIBING, ANNOUNCING -> fail(obstacles.orElse(Problem.silent(standing.state())));
            case LEAVING -> disable("the broker did not answer");
            case WAITING -> open("time for the next attempt");
            case DISABLED, QUEUING, ONLINE -> throw new IllegalStateException(standing.state() + " has no limit");
        }
    }

    private void open(String why) {
        Target to = required(target);
        enter(LinkState.CONNECTING, why);
        byte[] lastWill = around.presence().lost(to.endpoint().name(), to.sleeps());
        Connection next = around.connections().create(to, lastWill);
        connection = next;
        next.open(new Ears(
                to,
                around.arrivals(),
                post(next, this::opened),
                cause -> post(next, () -> lost(cause)).run(),
                onReceipt,
                (topic, bytes) ->
                        post(next, () -> obstacles.met(to, topic, bytes)).run(),
                next::unsubscribe));
    }

    private void opened() {
        if (standing.state() == LinkState.CONNECTING) {
            enter(LinkState.SUBSCRIBING, "the broker accepted the connection");
            Connection up = required(connection);
            List<Subscription> asked = obstacles.around(required(target).subscriptions());
            up.subscribe(
                    asked, granted -> post(up, () -> subscribed(asked, granted)).run());
        }
    }

    private void subscribed(List<Subscription> asked, int[] granted) {
        if (standing.state() != LinkState.SUBSCRIBING) {
            return;
        }
        Target to = required(target);
        Optional<Subscription> refused = Subscription.firstRefused(asked, granted);
        ungranted = refused.map(topic -> Problem.subscriptionRefused(topic, to.clientId()))
                .or(obstacles::left)
                .orElse(null);
        if (ungranted != null && refused.filter(Subscription::vital).isPresent()) {
            fail(ungranted);
            return;
        }
        enter(LinkState.ANNOUNCING, ungranted == null ? "the broker granted all topics" : ungranted.what());
        Connection up = required(connection);
        wire = new Wire(up, around.clock(), orders.patience(), around.counters());
        announce(post(up, this::announced));
    }

    /** @param done runs when the broker has it */
    private void announce(Runnable done) {
        Target to = required(target);
        Presence.Variable next = around.presence().variable(orders.active(), now);
        byte[] state = around.presence().online(to.endpoint().name(), next, now);
        if (required(wire).announce(to.topics().state(), state, done)) {
            announced = next;
        }
    }

    private void announced() {
        if (standing.state() == LinkState.ANNOUNCING) {
            around.counters().connects.incrementAndGet();
            enter(
                    LinkState.ONLINE,
                    "the broker knows this pole",
                    outlasts(standing.problem()) ? standing.problem() : ungranted);
        }
    }

    /**
     * Two clients of one name are connected most of the time, in turn, and so is one whose broker acknowledges nothing more: it
     * is no help to say so only in between.
     */
    private boolean outlasts(@Nullable Problem problem) {
        return Problem.takenOver(required(target).clientId()).equals(problem) || isUnacknowledged(problem);
    }

    private boolean isUnacknowledged(@Nullable Problem problem) {
        return Problem.unacknowledged(orders.patience()).equals(problem);
    }

    private void overcome() {
        standing = standing.with(ungranted);
    }

    private void online() {
        Duration silentAt = required(wire).silentAt();
        if (silentAt != null && now.sinceBoot().compareTo(silentAt) >= 0) {
            fail(obstacles.orElse(Problem.unacknowledged(orders.patience())));
            return;
        }
        if (silentAt == null) {
            obstacles.passed();
        }
        if (!around.presence().variable(orders.active(), now).equals(announced)) {
            announce(() -> {});
        }
        leftOut(required(wire));
        if (required(wire).acknowledges() && isUnacknowledged(standing.problem())) {
            overcome();
        }
        if (failures > 0 && now.since(standing.since()).compareTo(STABLE) >= 0) {
            failures = 0;
            overcome();
        }
    }

    /** A broker that may not take a topic from this pole says nothing at all; MQTT 3.1.1 leaves it no other way. */
    private void leftOut(Wire up) {
        Target to = required(target);
        String evidence = to.topics().evidence();
        String topic = up.refusesBatches() ? evidence : up.leftOut();
        if (up.full()) {
            fail(Problem.leftOut(topic == null ? evidence : topic, to.clientId()));
        } else if (topic != null && standing.problem() == null) {
            Problem problem = Problem.leftOut(topic, to.clientId());
            LOG.warn("{}: {}", to.endpoint().label(), problem.what());
            standing = standing.with(problem);
        } else if (!up.refusesBatches()
                && Problem.leftOut(evidence, to.clientId()).equals(standing.problem())) {
            LOG.info("{}: the broker acknowledges evidence again", to.endpoint().label());
            overcome();
        }
    }

    /** Called on any thread. @return whether it is up, but no broker for evidence */
    boolean refusesBatches() {
        Wire up = wire();
        return up != null && up.refusesBatches();
    }

    private void leave(String why) {
        wire = null;
        Connection leaving = required(connection);
        Target from = required(target);
        enter(LinkState.LEAVING, why);
        String reason = orders.stopping() ? "stopped" : orders.target() == null ? "not-needed" : "reconfigured";
        boolean taken = leaving.publish(
                from.topics().state(),
                around.presence().leaving(from.endpoint().name(), from.sleeps(), reason),
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
            return;
        }
        boolean takenOver = standing.state() == LinkState.ONLINE && disturbances.oneMoreIsMany(cause, now.sinceBoot());
        fail(takenOver ? Problem.takenOver(required(target).clientId()) : Problem.of(cause, required(target), now));
    }

    private void fail(Problem problem) {
        failures++; // it was set to 0 if the connection had been stable
        drop();
        Endpoint endpoint = required(target).endpoint();
        Duration wait = Backoff.delay(failures, problem.side(), endpoint.shared(), around.random());
        enter(LinkState.WAITING, problem.what() + "; next attempt in " + wait.toMillis() + " ms", problem);
        deadline = now.sinceBoot().plus(wait);
        standing = standing.retryingAt(deadline);
    }

    private void disable(String why) {
        drop();
        enter(LinkState.DISABLED, why);
        target = null;
        failures = 0;
        obstacles.forget();
        disturbances.forget();
    }

    private void drop() {
        wire = null;
        announced = null;
        obstacles.passed();
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
        standing = standing.enter(next, problem, now);
    }

    /** @return when to step again even if nothing happens, since boot; null if there is no need */
    @Nullable
    Duration due() {
        return standing.state() == LinkState.ONLINE ? required(wire).silentAt() : deadline;
    }

    /** @return when run, on any thread, makes the next step do this, unless that connection has been given up */
    private Runnable post(Connection from, Runnable event) {
        return () -> {
            events.add(() -> {
                if (connection == from) {
                    event.run();
                }
            });
            around.wake().run();
        };
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value, "set in this state");
    }
}
