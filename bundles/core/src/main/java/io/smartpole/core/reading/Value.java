package io.smartpole.core.reading;

/** What was read: a finite number, a yes or no, or a short text. */
public sealed interface Value {

    /** @param number finite, in the unit of its series */
    record Numeric(double number) implements Value {
        public Numeric {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("a reading must be a finite number, but is " + number);
            }
        }
    }

    record Flag(boolean set) implements Value {}

    /** @param text at most 1024 characters; half of a character that takes two becomes U+FFFD, since UTF-8 has no such */
    record Text(String text) implements Value {
        private static final int LONGEST = 1024;
        private static final int REPLACEMENT = 0xFFFD;

        public Text {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a text reading has at most " + LONGEST + " characters, but this has " + text.length());
            }
            text = whole(text);
        }

        private static String whole(String text) {
            int[] points = text.codePoints()
                    .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
                    .toArray();
            return new String(points, 0, points.length);
        }
    }

    static Value of(double number) {
        return new Numeric(number);
    }

    static Value of(boolean set) {
        return new Flag(set);
    }

    static Value of(String text) {
        return new Text(text);
    }
}
