package io.smartpole.hardware.chips;

/** A chip answered, but not as its datasheet says. The message tells what it answered. */
public final class ChipException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ChipException(String message) {
        super(message);
    }
}
