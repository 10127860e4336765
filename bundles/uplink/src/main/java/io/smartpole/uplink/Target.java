package io.smartpole.uplink;

import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.tls.Tls;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, as whom, and for what. When any of this changes, the pole takes leave there and connects anew.
 *
 * @param endpoint the broker
 * @param tls for endpoints that need it; null for the others
 * @param topics those of this pole
 * @param groups whose commands it reads
 * @param zones whose messages it reads
 * @param sleeps whether losing power is expected, so that the last will says {@code asleep}
 */
record Target(
        Endpoint endpoint, @Nullable Tls tls, Topics topics, List<String> groups, List<String> zones, boolean sleeps) {

    static Target of(Endpoint endpoint, @Nullable Tls tls, PoleIdentity pole, boolean sleeps) {
        return new Target(endpoint, endpoint.tls() ? tls : null, Topics.of(pole), pole.groups(), pole.zones(), sleeps);
    }

    /**
     * @return the MQTT client id: as configured, or made of the identity. It differs for each endpoint: two of them may be
     *     doors of one broker, which would let the connections throw each other out
     */
    String clientId() {
        if (!endpoint.clientId().isEmpty()) {
            return endpoint.clientId();
        }
        String first = "smartpole-" + topics.site() + "-" + topics.pole();
        return endpoint.name().equals(Settings.SLOTS.get(0)) ? first : first + "-" + endpoint.name();
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
