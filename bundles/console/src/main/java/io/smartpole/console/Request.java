package io.smartpole.console;

import org.jspecify.annotations.Nullable;

/**
 * What a browser asks for.
 *
 * @param method such as {@code GET}
 * @param path such as {@code /api/v1/status}
 * @param host the Host header; null if there is none
 */
record Request(String method, String path, @Nullable String host) {}
