package io.smartpole.hardware.dali;

/** What followed a forward frame on the bus. */
public sealed interface Answer {

    /** Nobody answered. To a yes/no query that means no. */
    record None() implements Answer {}

    /** @param data the backward frame, 0 to 255 */
    record Value(int data) implements Answer {}

    /** Something answered, but it could not be read: several gears at once, or a disturbance. */
    record Unreadable() implements Answer {}

    /** @return the answer to a yes/no query: whatever was on the bus is a yes, also if several gears said it at once */
    default boolean yes() {
        return !(this instanceof None);
    }
}
