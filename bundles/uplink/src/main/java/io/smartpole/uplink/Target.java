package io.smartpole.uplink;

import io.smartpole.formats.topics.Topics;

/**
 * Where to connect, and as whom.
 *
 * @param endpoint the broker
 * @param topics those of this pole
 */
record Target(Endpoint endpoint, Topics topics) {

    /** @return the MQTT client id: as configured, or made of the identity */
    String clientId() {
        return endpoint.clientId().isEmpty() ? "smartpole-" + topics.site() + "-" + topics.pole() : endpoint.clientId();
    }
}
