package io.smartpole.core.keys;

import java.util.Locale;

/** What a key of the platform may do. */
public enum Role {
    /** Dim the light, hold it, resume the program. */
    LIGHTING,
    /** Change the configuration. */
    CONFIG,
    /** Update the software. */
    UPDATE,
    /** Acknowledge that evidence has arrived. */
    RECEIPT,
    /** Change the trust set, and which pole this is. Such keys change only by the city's offline root key. */
    IDENTITY,
    /** The city's offline root key itself: only for trust documents. No document can give this role. */
    ROOT;

    /** @return the word used in trust documents */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such role that a document can give */
    public static Role of(String label) {
        for (Role role : values()) {
            if (role != ROOT && role.label().equals(label)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "role must be lighting, config, update, receipt or identity, but is '" + label + "'");
    }
}
