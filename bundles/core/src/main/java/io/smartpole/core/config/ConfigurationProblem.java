package io.smartpole.core.config;

/**
 * One reason why a change is refused.
 *
 * @param pid the concern
 * @param key the setting; empty when the concern itself is the problem
 * @param given what was given, as text; never a secret
 * @param expected what would be right, to be read after the key: {@code must be a whole number from 1 to 900 s}
 */
public record ConfigurationProblem(String pid, String key, String given, String expected) {

    /** @return the problem in one line, for people */
    public String message() {
        return pid + (key.isEmpty() ? "" : " " + key) + " " + expected + ", but is " + given;
    }
}
