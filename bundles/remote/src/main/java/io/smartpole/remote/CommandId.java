package io.smartpole.remote;

import io.smartpole.core.keys.KeyId;

/** A command is known by its id together with its key: no key can use up the ids of another. */
record CommandId(KeyId key, String id) {

    private static final int KEY_DIGITS = 16;

    /** @return one text, for disk */
    String text() {
        return key.hex() + "/" + id;
    }

    /** @throws IllegalArgumentException if it is not what {@link #text()} writes */
    static CommandId parse(String text) {
        if (text.length() < KEY_DIGITS + 2 || text.charAt(KEY_DIGITS) != '/') {
            throw new IllegalArgumentException("not a command id: '" + text + "'");
        }
        return new CommandId(new KeyId(text.substring(0, KEY_DIGITS)), text.substring(KEY_DIGITS + 1));
    }
}
