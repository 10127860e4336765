package io.smartpole.lighting.supervision;

import java.time.Duration;

/** What the mains input says. A pole without such an input has mains: its gateway would not run else. */
final class Mains {

    /** A gateway that has no battery, and runs down with the mains, says nothing within this. */
    static final Duration GONE_AFTER = Duration.ofSeconds(5);

    /** Network operators switch on again, and off again, within seconds. */
    static final Duration BACK_AFTER = Duration.ofMinutes(1);

    private final boolean lossIsExpected;
    private boolean present = true;
    private Duration since = Duration.ZERO;
    private boolean raised;

    /** @param lossIsExpected true if a cabinet takes the mains away by day */
    Mains(boolean lossIsExpected) {
        this.lossIsExpected = lossIsExpected;
    }

    /** @return true if that is new */
    boolean set(Duration at, boolean nowPresent) {
        if (present == nowPresent) {
            return false;
        }
        present = nowPresent;
        since = at;
        return true;
    }

    boolean isPresent() {
        return present;
    }

    /** @return true if their loss was raised or cleared by the time that passed */
    boolean pass(Duration at) {
        if (lossIsExpected || raised != present || at.minus(since).compareTo(raised ? BACK_AFTER : GONE_AFTER) < 0) {
            return false;
        }
        raised = !present;
        return true;
    }

    boolean isRaised() {
        return raised;
    }

    /** @return of the latest change */
    String evidence() {
        return raised
                ? "the mains input has said for %d s that there are none".formatted(GONE_AFTER.toSeconds())
                : "the mains input has said for %d s that they are there".formatted(BACK_AFTER.toSeconds());
    }
}
