package io.smartpole.lighting.supervision;

/**
 * Something went wrong with the lamp, or is well again.
 *
 * @param raised false = cleared
 * @param evidence the samples that show it, in plain words with units
 */
record AlarmChange(LampEvent event, boolean raised, String evidence) {

    /** @return the text of its reading */
    String text() {
        return (raised ? "raised: " : "cleared: ") + evidence;
    }
}
