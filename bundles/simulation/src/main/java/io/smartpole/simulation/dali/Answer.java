package io.smartpole.simulation.dali;

/**
 * What is on the bus in the time that a forward frame leaves for a backward frame (IEC 62386-101, 8.1).
 *
 * @param kind whether there is one
 * @param value the eight bits of the backward frame; 0 if there is none
 */
public record Answer(Kind kind, int value) {

    enum Kind {
        NONE,
        BYTE,
        /** A framing error, or several backward frames at once. */
        UNREADABLE
    }

    static final Answer NONE = new Answer(Kind.NONE, 0);
    static final Answer UNREADABLE = new Answer(Kind.UNREADABLE, 0);
    static final Answer YES = Answer.of(0xFF);

    static Answer of(int value) {
        return new Answer(Kind.BYTE, value & 0xFF);
    }

    /** A query for yes or no: no is no answer. */
    static Answer yesOrNo(boolean yes) {
        return yes ? YES : NONE;
    }
}
