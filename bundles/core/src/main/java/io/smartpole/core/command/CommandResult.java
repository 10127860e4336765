package io.smartpole.core.command;

import java.util.Map;

/**
 * What became of a command: its one answer.
 *
 * @param outcome whether it was done
 * @param code one word for programs, in capitals, such as {@code ACCEPTED} or {@code BOUNDED}
 * @param message in plain words, for the person who asked
 * @param data what was asked for, as JSON has it: Boolean, Number, String, List or Map; empty for most kinds. It is sent
 *     with the first answer only, without secrets, and in JSON it has at most {@link #LARGEST_DATA} bytes.
 */
public record CommandResult(Outcome outcome, String code, String message, Map<String, Object> data) {

    public static final int LARGEST_DATA = 64 * 1024;

    public CommandResult {
        data = Map.copyOf(data);
    }

    public enum Outcome {
        DONE,
        /** Nothing was done, because of what was asked. */
        REFUSED,
        /** It was right to ask, but did not work out. */
        FAILED
    }

    public static CommandResult done(String message) {
        return done("ACCEPTED", message);
    }

    public static CommandResult done(String code, String message) {
        return new CommandResult(Outcome.DONE, code, message, Map.of());
    }

    public static CommandResult done(String message, Map<String, Object> data) {
        return new CommandResult(Outcome.DONE, "ACCEPTED", message, data);
    }

    public static CommandResult refused(String code, String message) {
        return new CommandResult(Outcome.REFUSED, code, message, Map.of());
    }

    public static CommandResult failed(String code, String message) {
        return new CommandResult(Outcome.FAILED, code, message, Map.of());
    }
}
