package io.smartpole.lighting.sensing;

import org.jspecify.annotations.Nullable;

/**
 * What the photocell says at one moment.
 *
 * @param present true if there is one
 * @param healthy true if it can be believed
 * @param lit true if it asks for light beside the night: since it became dark in the evening's window, or until it is
 *     bright in the morning's
 * @param clearlyDay true if it is so bright for so long that it must be day, also without a clock
 * @param words what it measures, or what is wrong with it
 */
public record PhotocellView(boolean present, boolean healthy, boolean lit, boolean clearlyDay, String words) {

    public static final PhotocellView NONE = new PhotocellView(false, false, false, false, "there is no photocell");

    /** @return what is wrong with it, in words; null if nothing, or if there is none */
    public @Nullable String fault() {
        return present && !healthy ? words : null;
    }
}
