package io.smartpole.core.light;

/**
 * What became of a {@link LightRequest}.
 *
 * @param outcome whether the loop follows it
 * @param message the same in words, for the person who asked
 */
public record LightResult(Outcome outcome, String message) {

    public enum Outcome {
        /** The loop follows the request as it was made. */
        ACCEPTED,
        /** The loop follows the request, but for now the safety floor or a higher rule says another level. */
        BOUNDED,
        /** Nothing changed; the message says why and what would be right. */
        REFUSED
    }
}
