package io.smartpole.remote;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a document is not admitted, or admitted but not taken. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient @Nullable Sender sender;

    /** The reasons, in the order in which they are looked for; their names stand in replies. */
    enum Reason {
        RETAINED,
        TOO_LARGE,
        MALFORMED,
        UNKNOWN_KEY,
        BAD_SIGNATURE,
        WRONG_AUDIENCE,
        NOT_IN_GROUP,
        WRONG_TYPE,
        NOT_ALLOWED,
        VALID_TOO_LONG,
        NOT_YET_VALID,
        EXPIRED,
        WRONG_NONCE,
        CLOCK_NOT_TRUSTED,
        INVALID,
        BUSY,
        TOO_MANY,
        OLD_REVISION,
        TABLE_FULL,
        NOT_REMEMBERED;

        private static final Set<Reason> OF_TRUST = EnumSet.of(UNKNOWN_KEY, NOT_ALLOWED);
        private static final Set<Reason> PASSING = EnumSet.of(NOT_YET_VALID, WRONG_NONCE, TOO_MANY, NOT_REMEMBERED);

        /** @return whether the very same document may be taken under another trust set */
        boolean isOfTrust() {
            return OF_TRUST.contains(this);
        }

        /** @return whether the very same document may be taken later: at another time, by another disk */
        boolean passes() {
            return PASSING.contains(this);
        }
    }

    /**
     * Whose document it is.
     *
     * @param id of the document
     * @param key name of the key that signed it
     */
    record Sender(String id, String key) {}

    /** @param sender once the document's signature is checked; nobody else is answered */
    Refusal(Reason reason, String text, @Nullable Sender sender) {
        super(text, null, false, false);
        this.reason = reason;
        this.sender = sender;
    }

    Reason reason() {
        return reason;
    }

    /** @return null while nobody knows who sent it */
    @Nullable
    Sender sender() {
        return sender;
    }

    /** @return what is wrong, in plain words */
    String text() {
        return String.valueOf(getMessage());
    }
}
