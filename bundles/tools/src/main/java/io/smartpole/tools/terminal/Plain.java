package io.smartpole.tools.terminal;

/** Makes text from outside harmless. */
public final class Plain {

    private Plain() {}

    /** A pole that was taken over must not be able to write to the terminal what it likes. */
    public static String text(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
