package io.smartpole.configuration;

/** Counts the steps that touch a disk, and can go off at any of them. */
final class Power {

    /** The process ends here: nothing of the gateway may catch it. */
    static final class Cut extends Error {
        private static final long serialVersionUID = 1;
    }

    private int steps;
    private int cutAt;

    /** @param step the number of the step at which it goes off, counted from now, from 1; 0 = never */
    void cutAt(int step) {
        steps = 0;
        cutAt = step;
    }

    void step() {
        steps++;
        if (cutAt > 0 && steps >= cutAt) {
            throw new Cut();
        }
    }
}
