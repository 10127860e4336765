package io.smartpole.remote;

import io.smartpole.remote.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps refusals that come fast from filling log and evidence: of one reason, the first {@link #ONE_BY_ONE} of a minute are
 * told one by one; the others are counted, and their number is told when the minute is over. What nobody is known to have
 * signed is only counted. Time is passed in, as time since boot. For one thread.
 */
final class RefusalTally {

    static final int ONE_BY_ONE = 10;
    static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<Reason, Minute> minutes = new EnumMap<>(Reason.class);

    /** It begins with a refusal. */
    private record Minute(Duration begin, int signed, int counted) {}

    /**
     * Refusals that were not told one by one.
     *
     * @param refused at least 1
     */
    record Summary(Reason reason, int refused) {}

    /**
     * @param signed whether a known key had signed what is refused
     * @return whether this one is to be told by itself
     */
    boolean count(Reason reason, boolean signed, Duration now) {
        Minute minute = minutes.getOrDefault(reason, new Minute(now, 0, 0));
        boolean alone = signed && minute.signed() < ONE_BY_ONE;
        minutes.put(
                reason,
                new Minute(minute.begin(), minute.signed() + (alone ? 1 : 0), minute.counted() + (alone ? 0 : 1)));
        return alone;
    }

    /** @return what is to be told of the minutes that are over; each is told once */
    List<Summary> over(Duration now) {
        List<Summary> summaries = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            Minute minute = minutes.get(reason);
            if (minute != null && now.minus(minute.begin()).compareTo(MINUTE) >= 0) {
                minutes.remove(reason);
                if (minute.counted() > 0) {
                    summaries.add(new Summary(reason, minute.counted()));
                }
            }
        }
        return summaries;
    }
}
