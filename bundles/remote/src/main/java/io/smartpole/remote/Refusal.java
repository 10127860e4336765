package io.smartpole.remote;

import org.jspecify.annotations.Nullable;

/** Why a document is not admitted. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final @Nullable String id;

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
        NOT_YET_VALID,
        EXPIRED,
        VALID_TOO_LONG,
        CLOCK_NOT_TRUSTED,
        WRONG_NONCE,
        INVALID,
        TABLE_FULL,
        NOT_REMEMBERED
    }

    /** @param id the document's id, once its signature is checked; nobody else is answered */
    Refusal(Reason reason, String text, @Nullable String id) {
        super(text, null, false, false);
        this.reason = reason;
        this.id = id;
    }

    Reason reason() {
        return reason;
    }

    @Nullable
    String id() {
        return id;
    }

    /** @return what is wrong, in plain words */
    String text() {
        return String.valueOf(getMessage());
    }
}
