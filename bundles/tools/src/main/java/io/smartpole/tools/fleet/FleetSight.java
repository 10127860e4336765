package io.smartpole.tools.fleet;

import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.broker.PoleStates.State;
import io.smartpole.tools.config.ConfigReported;
import io.smartpole.tools.fleet.FleetPole.Presence;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All poles that are seen on the brokers, put together from their messages. Any order of these gives the same picture. */
final class FleetSight {

    private final Map<String, FleetPole> poles = new TreeMap<>();
    private final Map<String, Map<Integer, State>> statesByBroker = new HashMap<>();

    /**
     * @param now when it arrived
     * @return whether anything is different now
     */
    boolean see(Delivery delivery, Instant now) {
        Optional<Topics> topics = Topics.ofTopic(delivery.topic());
        if (topics.isEmpty()) {
            return false;
        }
        FleetPole before = pole(topics.get());
        FleetPole after = before;
        if (delivery.topic().equals(topics.get().state())) {
            after = PoleStates.read(delivery)
                    .map(state -> present(before, state, delivery.retained() ? null : now))
                    .orElse(before);
        } else if (delivery.topic().equals(topics.get().health())) {
            after = PoleHealth.read(delivery.bytes())
                    .filter(health -> before.health() == null
                            || isNewer(health.time(), before.health().time()))
                    .map(health -> with(before, health, before.config()))
                    .orElse(before);
        } else if (delivery.topic().equals(topics.get().configReported())) {
            after = ConfigReported.read(delivery.bytes())
                    .filter(report -> before.config() == null || isNewer(report, before.config()))
                    .map(report -> with(before, before.health(), report))
                    .orElse(before);
        }
        if (after.equals(before)) {
            return false;
        }
        poles.put(after.name(), after);
        return true;
    }

    private FleetPole present(FleetPole before, State state, @Nullable Instant at) {
        Map<Integer, State> states = statesByBroker.computeIfAbsent(before.name(), name -> new HashMap<>());
        State earlier = states.put(state.broker(), state);
        State best = states.values().stream().reduce(State::better).orElse(state);
        Presence presence = Presence.valueOf(best.status().toUpperCase(Locale.ROOT));
        return presence == before.presence() && Objects.equals(best.reason(), before.reason())
                ? before
                : new FleetPole(
                        before.site(),
                        before.pole(),
                        presence,
                        // Who is online says so again now and then: what was not seen before did not begin now.
                        presence == Presence.ONLINE && earlier == null ? null : at,
                        best.reason(),
                        before.health(),
                        before.config());
    }

    private static FleetPole with(FleetPole pole, @Nullable PoleHealth health, @Nullable ConfigReported config) {
        return new FleetPole(pole.site(), pole.pole(), pole.presence(), pole.since(), pole.reason(), health, config);
    }

    /** Each broker keeps what it was told last, which may be long ago for one that the pole has left. */
    private static boolean isNewer(@Nullable Instant time, @Nullable Instant known) {
        return time == null || known == null || !time.isBefore(known);
    }

    private static boolean isNewer(ConfigReported report, ConfigReported known) {
        return report.revision() > known.revision()
                || (report.revision() == known.revision() && isNewer(report.time(), known.time()));
    }

    /** @return what is known of that pole, which may be nothing */
    FleetPole pole(Topics topics) {
        FleetPole nothing = new FleetPole(topics.site(), topics.pole(), Presence.UNKNOWN, null, null, null, null);
        return poles.getOrDefault(nothing.name(), nothing);
    }

    /** @return by name, {@code site/pole} */
    Map<String, FleetPole> byName() {
        return Collections.unmodifiableMap(poles);
    }

    /** @return by name */
    List<FleetPole> poles() {
        return List.copyOf(poles.values());
    }
}
