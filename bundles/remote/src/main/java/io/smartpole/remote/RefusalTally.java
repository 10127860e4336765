package io.smartpole.remote;

import io.smartpole.remote.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps refusals that come fast from filling log and evidence: of one reason, the first {@link #ONE_BY_ONE} of a minute are
 * told one by one; the others are counted, and their number is told when the minute is over. Time is passed in, as time
 * since boot. For one thread.
 */
final class RefusalTally {

    static final int ONE_BY_ONE = 10;
    static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<Reason, Minute> minutes = new EnumMap<>(Reason.class);

    /** It begins with a refusal. */
    private record Minute(Duration begin, int refused, int answered) {}

    /**
     * Refusals that were not told one by one.
     *
     * @param refused all of them, at least 1
     * @param answered those of commands that got an answer, so that they belong on record
     */
    record Summary(Reason reason, int refused, int answered) {}

    /** @return whether this one is to be told by itself */
    boolean count(Reason reason, boolean answered, Duration now) {
        Minute minute = minutes.getOrDefault(reason, new Minute(now, 0, 0));
        boolean alone = minute.refused() < ONE_BY_ONE;
        int more = answered && !alone ? 1 : 0;
        minutes.put(reason, new Minute(minute.begin(), minute.refused() + 1, minute.answered() + more));
        return alone;
    }

    /** @return what is to be told of the minutes that are over; each is told once */
    List<Summary> over(Duration now) {
        List<Summary> summaries = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            Minute minute = minutes.get(reason);
            if (minute != null && now.minus(minute.begin()).compareTo(MINUTE) >= 0) {
                minutes.remove(reason);
                if (minute.refused() > ONE_BY_ONE) {
                    summaries.add(new Summary(reason, minute.refused() - ONE_BY_ONE, minute.answered()));
                }
            }
        }
        return summaries;
    }
}
