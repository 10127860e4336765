package io.smartpole.tools.terminal;

/** Something that the person at the keyboard can put right; the message says what. It ends the command with code 2. */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
