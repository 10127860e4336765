package io.smartpole.uplink.tls;

import java.util.regex.Pattern;

/** Strangers make up names and topics too, and those end up in logs and on screens. */
public final class Legible {

    private static final int LONGEST = 120;

    /** Control characters, such that change the direction of text, and line breaks. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Legible() {}

    /** @return the text, as one line and short */
    public static String of(String text) {
        boolean fits = text.length() <= LONGEST;
        return INVISIBLE.matcher(fits ? text : text.substring(0, LONGEST)).replaceAll("?") + (fits ? "" : "...");
    }
}
