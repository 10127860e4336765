package io.smartpole.core.link;

/**
 * A message from a broker, before anything about it is believed.
 *
 * @param topic where it arrived
 * @param payload its bytes; not to be changed
 * @param retained true when the broker had kept it from earlier
 * @param endpoint name of the connection it came over, such as {@code cloud1}
 */
public record Message(String topic, byte[] payload, boolean retained, String endpoint) {}
