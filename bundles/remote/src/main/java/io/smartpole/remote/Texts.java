package io.smartpole.remote;

/** Texts that come from outside can be long; what is kept, logged or put on record must not be. */
final class Texts {

    private static final String MORE = "...";

    private Texts() {}

    static String shorten(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - MORE.length();
        // Never half of a character that takes two.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }
}
