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

    /** @param text at most 1024 characters */
    record Text(String text) implements Value {
        private static final int LONGEST = 1024;

        public Text {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a text reading has at most " + LONGEST + " characters, but this has " + text.length());
            }
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
