package io.smartpole.hardware.dali;

/** A frame may not have reached the bus, or a gear does not answer as it should. The message tells which and what. */
public final class DaliException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String advice;

    /** @param advice what a technician should check */
    DaliException(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    public String advice() {
        return advice;
    }
}
