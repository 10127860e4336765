package io.smartpole.core.pole;

/** The one rule for names that become part of topics and SenML names: sites, poles, components, quantities. */
public final class Names {

    private static final int LONGEST = 64;

    private Names() {}

    /**
     * @param what what is named, for the error
     * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ -}, the first a letter or digit
     * @return the name
     * @throws IllegalArgumentException if it is not such a name
     */
    public static String check(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 64 letters, digits, '.', '_' or '-', beginning with"
                            + " a letter or digit, but is '" + name + "'");
        }
        return name;
    }

    public static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** @return whether it has so many digits, all of them lower-case hexadecimal */
    public static boolean isHex(String text, int digits) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return text.length() == digits;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
