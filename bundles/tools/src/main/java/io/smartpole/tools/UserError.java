package io.smartpole.tools;

/** Something that the person at the keyboard can put right; the message says what. It ends the command with code 2. */
final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    UserError(String message) {
        super(message);
    }

    UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
