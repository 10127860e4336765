package io.smartpole.uplink;

import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.topics.Topics;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where to connect, as whom, and for what. When any of this changes, the pole takes leave and connects anew.
 *
 * @param endpoint the broker
 * @param topics those of this pole
 * @param groups whose commands it reads
 * @param zones whose messages it reads
 * @param sleeps whether losing power is expected, so that the last will says {@code asleep}
 */
record Target(Endpoint endpoint, Topics topics, List<String> groups, List<String> zones, boolean sleeps) {

    static Target of(Endpoint endpoint, PoleIdentity pole, boolean sleeps) {
        return new Target(endpoint, Topics.of(pole), pole.groups(), pole.zones(), sleeps);
    }

    /** @return the MQTT client id: as configured, or made of the identity */
    String clientId() {
        return endpoint.clientId().isEmpty() ? "smartpole-" + topics.site() + "-" + topics.pole() : endpoint.clientId();
    }

    /** @return all that this pole reads, its own topics first */
    List<Subscription> subscriptions() {
        Stream<Subscription> own = topics.downlink().stream().map(topic -> new Subscription(topic, 1, true));
        Stream<Subscription> shared =
                groups.stream().map(group -> new Subscription(topics.groupCommand(group), 1, false));
        Stream<Subscription> live = zones.stream().map(zone -> new Subscription(topics.zone(zone), 0, false));
        return Stream.of(own, shared, live).flatMap(all -> all).toList();
    }

    boolean reads(String topic) {
        return subscriptions().stream()
                .anyMatch(subscription -> subscription.topic().equals(topic));
    }
}
