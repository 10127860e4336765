package io.smartpole.uplink;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Failover.Candidate;
import io.smartpole.uplink.Failover.Choice;
import io.smartpole.uplink.Failover.Course;
import io.smartpole.uplink.Link.Orders;
import io.smartpole.uplink.Link.Surroundings;
import io.smartpole.uplink.Settings.Acknowledge;
import io.smartpole.uplink.drain.Budget;
import io.smartpole.uplink.drain.Drain;
import io.smartpole.uplink.drain.Forwarding;
import io.smartpole.uplink.drain.Suspects;
import io.smartpole.uplink.drain.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the connections to all endpoints, and lets what the pole has to say flow over the one that {@link Failover} chose.
 * One thread steps it, and through it every {@link Link}.
 */
final class Switchboard {

    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

    /** Identity and profile are looked at this often. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Pole pole;
    private final EvidenceLog log;
    private final Telemetry telemetry;
    private final Budget budget;
    private final Suspects suspects;
    private final Turn turn;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean look = new AtomicBoolean();
    private volatile Settings settings = Settings.NONE;
    private volatile boolean stopping;
    private volatile Situation situation;

    // Below: touched by the stepping thread only.
    private Moment now;

    private Duration nextLook = Duration.ZERO;
    private Choice choice = new Choice(Course.OFF, null, Set.of());
    private final Map<String, Duration> turns = new HashMap<>();
    private boolean turnHasCome;
    private long freed;
    private @Nullable String lastActive;
    private @Nullable Flow flow;
    private boolean sleeps;
    private boolean named;

    /** What flows, over which connection. */
    private record Flow(Link link, Wire wire, Drain drain) {}

    Switchboard(
            Surroundings around,
            Pole pole,
            EvidenceLog log,
            Telemetry telemetry,
            Budget budget,
            Suspects suspects,
            Moment now) {
        this.around = around;
        this.pole = pole;
        this.log = log;
        this.telemetry = telemetry;
        this.budget = budget;
        this.suspects = suspects;
        this.now = now;
        this.turn = Turn.draw(now.sinceBoot(), around.random());
        this.situation = new Situation(Course.OFF, now, null, now, List.of());
        for (String slot : Settings.SLOTS) {
            links.put(slot, new Link(around, () -> post(this::receiptArrived), now));
        }
    }

    /** Called on any thread, like the next seven. */
    void configure(Settings next) {
        settings = next;
        lookAgain();
    }

    void stop() {
        stopping = true;
        lookAgain();
    }

    /** Something else has changed on which connections depend; it would be noticed within a second anyhow. */
    void lookAgain() {
        look.set(true);
        around.wake().run();
    }

    boolean stopped() {
        return stopping
                && links.values().stream().allMatch(link -> link.standing().state() == LinkState.DISABLED);
    }

    boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        String active = situation.active();
        Wire wire = active == null ? null : link(active).wire();
        return wire != null && wire.publish(topic, payload, qos, retain);
    }

    /** @param endpoint where it is to go if that is up; else it goes over the one in use */
    boolean reply(String endpoint, String topic, byte[] payload) {
        Link from = links.get(endpoint);
        Wire wire = from == null ? null : from.wire();
        return wire == null ? publish(topic, payload, 1, false) : wire.publish(topic, payload, 1, false);
    }

    void retrySetAside() {
        post(suspects::retry);
    }

    Situation situation() {
        return situation;
    }

    /** @return how long the stepping thread may sleep, unless woken */
    Duration step(Moment moment) {
        now = moment;
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
        // A drain steps with each acknowledgement, in which mostly nothing has changed for the connections.
        boolean nothing = !look.getAndSet(false) && links.values().stream().noneMatch(Link::hasEvents);
        if (!nothing || now.sinceBoot().compareTo(nextLook) >= 0) {
            look();
        }
        if (flow != null) {
            pump(flow);
        }
        return untilNextStep();
    }

    private void look() {
        Settings wanted = settings;
        budget.limit(wanted.limitSecond(), wanted.limitDay());
        Choice before;
        do {
            before = choice;
            stepLinks(wanted);
            choose(wanted);
        } while (!choice.equals(before)); // those concerned are told at once
        situation = situation(wanted);
        flow();
        nextLook = now.sinceBoot().plus(LONGEST_STEP);
        for (Link link : links.values()) {
            nextLook = earlier(nextLook, link.due());
        }
    }

    private void stepLinks(Settings wanted) {
        HardwareProfile profile = around.presence().profile().get();
        if (profile != null) { // one that is being replaced says nothing about the supply
            sleeps = Turn.switchedMains(profile);
        }
        Map<String, Target> targets = new HashMap<>();
        if (!stopping) {
            PoleIdentity identity = pole.identity();
            named = identity.named();
            for (Endpoint endpoint : wanted.endpoints()) {
                if (named && choice.held().contains(endpoint.name())) {
                    targets.put(endpoint.name(), Target.of(endpoint, wanted.tls(), identity, sleeps));
                }
            }
        }
        links.forEach((name, link) -> {
            Target target = targets.get(name);
            boolean mayConnect = target != null && mayConnect(target.endpoint(), wanted);
            boolean active = name.equals(choice.active());
            link.step(now, new Orders(target, mayConnect, active, wanted.patience(), stopping));
        });
    }

    /**
     * The first connection after a start waits for this pole's turn. One that is only to stand by does not hurry either: when
     * a broker fails, all poles of the city look for their next standby in the same second.
     */
    private boolean mayConnect(Endpoint endpoint, Settings wanted) {
        if (!endpoint.shared()) {
            return true;
        }
        if (!turnHasCome) {
            Presence presence = around.presence();
            turnHasCome =
                    turn.hasCome(presence.profile().get(), presence.before().get(), now.sinceBoot());
        }
        if (!turnHasCome) {
            return false;
        }
        Duration at = turns.computeIfAbsent(
                endpoint.name(),
                name -> choice.active() != null && isBefore(choice.active(), name, wanted)
                        ? now.sinceBoot().plus(Backoff.standby(around.random()))
                        : now.sinceBoot());
        return now.sinceBoot().compareTo(at) >= 0;
    }

    private static boolean isBefore(String first, String second, Settings wanted) {
        List<String> order = wanted.endpoints().stream().map(Endpoint::name).toList();
        return order.contains(first) && order.indexOf(first) < order.indexOf(second);
    }

    private void choose(Settings wanted) {
        List<Candidate> candidates = new ArrayList<>();
        if (!stopping) {
            for (Endpoint endpoint : wanted.endpoints()) {
                Link link = link(endpoint.name());
                Standing standing = link.standing();
                boolean up = standing.state() == LinkState.ONLINE;
                Duration upSince = up ? standing.since().sinceBoot() : null;
                candidates.add(new Candidate(
                        endpoint.name(),
                        endpoint.cloud(),
                        link.refusesBatches(),
                        endpoint.shared(),
                        standing.state() == LinkState.QUEUING,
                        upSince,
                        link.failures()));
            }
        }
        Choice next = Failover.choose(named, candidates, choice.active(), now.sinceBoot(), wanted.returnAfter());
        turns.keySet().retainAll(next.held());
        if (next.course() != choice.course() || !Objects.equals(next.active(), choice.active())) {
            String use = next.active() == null ? "no broker" : next.active();
            LOG.info("{} -> {}: {} is in use", choice.course(), next.course(), use);
        }
        choice = next;
        if (next.active() != null) {
            if (lastActive != null && isBefore(lastActive, next.active(), wanted)) {
                around.counters().failovers.incrementAndGet();
            }
            lastActive = next.active();
        }
    }

    /** What flows goes over the connection in use, and begins anew with each. */
    private void flow() {
        Link link = choice.active() == null ? null : link(choice.active());
        Wire wire = link == null ? null : link.wire();
        Flow current = flow;
        if (current != null && current.wire() != wire) {
            end(current);
            current = null;
        }
        if (current == null && link != null && wire != null) {
            current = begin(link, wire);
        }
        flow = current;
    }

    private void pump(Flow current) {
        try {
            current.drain().pump(now);
        } catch (RuntimeException | Error e) {
            current.link().ownFault(e);
            look.set(true);
        }
    }

    private Flow begin(Link link, Wire wire) {
        Target target = link.target();
        Drain drain = new Drain(
                wire,
                target.topics(),
                telemetry,
                budget,
                target.endpoint().cloud() ? new Forwarding(log, suspects) : null,
                () -> settings.acknowledge() == Acknowledge.PUBACK,
                event -> post(() -> {
                    Flow current = flow;
                    if (current != null && current.wire() == wire) {
                        event.accept(now.sinceBoot());
                    }
                }));
        telemetry.live(true);
        return new Flow(link, wire, drain);
    }

    private void end(Flow ended) {
        Standing standing = ended.link().standing();
        Problem problem = standing.problem();
        boolean closed = standing.state() == LinkState.WAITING // else it was given up on purpose
                && problem != null
                && problem.side() == Problem.Side.BROKER;
        ended.drain().lost(closed, now.sinceBoot());
        telemetry.live(false);
    }

    private void receiptArrived() {
        Flow current = flow;
        if (current != null) {
            current.drain().receiptArrived(now.sinceBoot());
        }
    }

    private Situation situation(Settings wanted) {
        Moment since = choice.course() == situation.course() && Objects.equals(choice.active(), situation.active())
                ? situation.since()
                : now;
        List<Situation.Member> members = wanted.endpoints().stream()
                .map(endpoint -> new Situation.Member(
                        endpoint,
                        link(endpoint.name()).standing(),
                        choice.held().contains(endpoint.name())))
                .toList();
        Backlog backlog = log.backlog();
        long freedNow = backlog.committed() - backlog.batches();
        Moment freedAt = freedNow == freed ? situation.freed() : now;
        freed = freedNow;
        return new Situation(choice.course(), since, choice.active(), freedAt, members);
    }

    private Duration untilNextStep() {
        Duration next =
                flow == null ? nextLook : earlier(nextLook, flow.drain().due().orElse(null));
        Duration wait = next.minus(now.sinceBoot());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Duration earlier(Duration a, @Nullable Duration b) {
        return b != null && b.compareTo(a) < 0 ? b : a;
    }

    private Link link(String name) {
        return Objects.requireNonNull(links.get(name), "there is a link for each slot");
    }

    private void post(Runnable event) {
        events.add(event);
        around.wake().run();
    }
}
