package io.smartpole.console;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a browser or program asks for.
 *
 * @param method such as {@code GET}
 * @param mount where the console lives on its server: empty for all of it, or such as {@code /smartpole}
 * @param path below that, decoded, such as {@code /api/v1/status}; empty or {@code /} for the mount itself: servers differ
 * @param query what follows the question mark, still encoded; null if nothing does
 * @param headers those that decide whether it may
 * @param visitor who asks
 * @param body read only once it may
 */
record Request(
        String method, String mount, String path, @Nullable String query, Headers headers, Visitor visitor, Body body) {

    Request {
        mount = mount.equals("/") ? "" : mount;
    }

    /** A page of somebody else can point its own name at 127.0.0.1, but not put one of these into the Host header. */
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    /** Each is null if the request does not have it. */
    record Headers(
            @Nullable String host,
            @Nullable String origin,
            @Nullable String contentType) {}

    /**
     * Who asks: somebody at this machine, or somebody who logged in elsewhere and may only look.
     *
     * @param fromThisMachine whether the other end of the connection is a loopback address
     * @param user who is logged in at Kura's console; null where there is no login
     */
    record Visitor(boolean fromThisMachine, @Nullable String user) {

        static Visitor withoutLogin(boolean fromThisMachine) {
            return new Visitor(fromThisMachine, null);
        }

        static Visitor loggedIn(String user) {
            return new Visitor(false, user);
        }

        boolean mayOnlyLook() {
            return user != null;
        }
    }

    /** What the request brings along. */
    @FunctionalInterface
    interface Body {

        /** @return all of it, but not more than {@code most} bytes */
        byte[] read(int most) throws IOException;
    }

    /** @return whether it was addressed to a name that only this machine has */
    boolean namesThisMachine() {
        return headers.host() != null && THIS_MACHINE.matcher(headers.host()).matches();
    }
}
