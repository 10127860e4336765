package io.smartpole.core.command;

import io.smartpole.core.keys.Role;

/**
 * Something a pole can be told to do.
 *
 * @param name such as {@code light.override}
 * @param role a key needs this role to ask for it
 * @param pace how long it may take
 */
public record CommandKind(String name, Role role, Pace pace) {

    public enum Pace {
        /** Answers within a fraction of a second, on the thread that everything from outside goes through. */
        QUICK,
        /** May take minutes. Runs apart from that thread; one at a time, a few wait their turn. */
        LONG
    }
}
