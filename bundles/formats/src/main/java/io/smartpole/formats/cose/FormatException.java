package io.smartpole.formats.cose;

/** Bytes from outside are not what they should be. The message says which part and what is wrong with it. */
public final class FormatException extends Exception {

    private static final long serialVersionUID = 1;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
