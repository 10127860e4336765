package io.smartpole.uplink.tls;

import java.time.Instant;

/**
 * Until when something that TLS rests on can be used.
 *
 * @param what for people, such as {@code tls.certificate CN=smartpole-essen-4711}
 * @param notAfter the end of its validity
 */
public record Expiry(String what, Instant notAfter) {}
