package org.eclipse.kura.configuration;

/** A secret value; Kura encrypts it when it stores it. */
public class Password {

    private final char[] characters;

    public Password(String password) {
        characters = password.toCharArray();
    }

    public char[] getPassword() {
        return characters.clone();
    }
}
