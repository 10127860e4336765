package io.smartpole.uplink.drain;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the mobile contract allows to be sent. Two buckets fill up evenly, and every byte that leaves over any connection is
 * taken out of both. So alarms, answers and health, which never wait, are paid for by the measurements, which wait while a
 * bucket is empty. One batch may be larger than what is left: the bucket then owes.
 *
 * <p>The bucket of the day holds a quarter of its limit and gets three quarters within 24 h, so that no 24 h see more than
 * the limit, unless by what never waits. A quarter of it, in a bucket of its own, is for live telemetry: measurements leave
 * alone what is in there, so that a backlog never switches live data off, and live data takes no more, so that it never
 * starves the evidence. The buckets start half full, and so after each start of the gateway.
 *
 * <p>For one thread, but for {@link #heldBack}. All times are since boot.
 */
public final class Budget {

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final double DAY_S = 86_400;

    /** When the limit is reached, one reading goes and the next does not: that is one state, and not many. */
    static final Duration LATELY = Duration.ofMinutes(10);

    private final LongSupplier sent;
    private long counted;
    private Duration looked = Duration.ZERO;
    private int limitSecond;
    private int limitDay;
    private @Nullable Bucket second;
    private @Nullable Bucket day;
    private @Nullable Bucket live;
    private @Nullable String measurementsWait;
    private @Nullable Duration liveLeftOut;
    private volatile @Nullable String holding;

    /** @param sent bytes that were sent since start, over all connections, growing */
    public Budget(LongSupplier sent) {
        this.sent = sent;
        this.counted = sent.getAsLong();
    }

    /**
     * @param kibPerSecond 0 for no limit
     * @param mibPerDay 0 for no limit
     */
    public void limit(int kibPerSecond, int mibPerDay) {
        if (kibPerSecond != limitSecond) {
            limitSecond = kibPerSecond;
            second = kibPerSecond == 0 ? null : new Bucket(kibPerSecond * KIB, kibPerSecond * KIB);
        }
        if (mibPerDay != limitDay) {
            limitDay = mibPerDay;
            day = mibPerDay == 0 ? null : ofDay((double) mibPerDay * MIB);
            live = mibPerDay == 0 ? null : ofDay(mibPerDay * MIB / 4.0);
            liveLeftOut = null;
            say();
        }
    }

    private static Bucket ofDay(double bytes) {
        return new Bucket(bytes / 4, bytes * 3 / 4 / DAY_S);
    }

    /** @return which limit makes measurements wait, or lately left live data out, for people; empty if none does */
    public Optional<String> heldBack() {
        return Optional.ofNullable(holding);
    }

    /** Fills up the buckets and takes out what was sent meanwhile. */
    void look(Duration now) {
        long total = sent.getAsLong();
        double seconds = now.minus(looked).toNanos() / 1e9;
        fill(second, seconds, total - counted);
        fill(day, seconds, total - counted);
        fill(live, seconds, 0);
        counted = total;
        looked = now;
        if (liveLeftOut != null && now.minus(liveLeftOut).compareTo(LATELY) >= 0) {
            liveLeftOut = null;
            say();
        }
    }

    private static void fill(@Nullable Bucket bucket, double seconds, long taken) {
        if (bucket != null) {
            bucket.level = Math.min(bucket.capacity, bucket.level + bucket.perSecond * seconds) - taken;
        }
    }

    /** Asks for one more live reading, which is left out otherwise. The limit per second is not for it. */
    boolean allowsLive() {
        if (!empty(live, 0, 0)) {
            return true;
        }
        liveLeftOut = looked;
        say();
        return false;
    }

    /** @param bytes of a live reading that was handed over, with its topic and all */
    void liveSent(long bytes) {
        if (live != null) {
            live.level -= bytes;
        }
    }

    /**
     * Asks for one more batch of measurements, which is held back otherwise.
     *
     * @param inFlight bytes that were handed over and may still have to be sent
     */
    boolean allows(long inFlight) {
        if (empty(day, inFlight, keptForLive())) {
            measurementsWait = "measurements wait, since limit.day (" + limitDay + " MiB in 24 h) is used up";
        } else if (empty(second, inFlight, 0)) {
            measurementsWait = "measurements are sent no faster than limit.second (" + limitSecond + " KiB/s)";
        } else {
            return true;
        }
        say();
        return false;
    }

    /** No measurement waits for a limit. */
    void measurementsGo() {
        if (measurementsWait != null) {
            measurementsWait = null;
            say();
        }
    }

    /** There is no line to send over. */
    void holdNothing() {
        measurementsWait = null;
        liveLeftOut = null;
        say();
    }

    private void say() {
        String left = liveLeftOut == null
                ? null
                : "live data is left out, since its quarter of limit.day (" + limitDay + " MiB in 24 h) is used up";
        holding = measurementsWait == null ? left : left == null ? measurementsWait : measurementsWait + "; " + left;
    }

    /** @return when measurements may go again, if nothing is sent until then; to be asked after a look */
    Duration due() {
        double seconds = Math.max(owed(second, 0, 0), owed(day, keptForLive(), live == null ? 0 : live.perSecond));
        return looked.plusMillis(1 + (long) (seconds * 1000));
    }

    private double keptForLive() {
        return live == null ? 0 : Math.max(0, live.level);
    }

    private static boolean empty(@Nullable Bucket bucket, long inFlight, double kept) {
        return bucket != null && bucket.level - inFlight <= kept;
    }

    /** @return seconds, at most; what is kept may grow meanwhile */
    private static double owed(@Nullable Bucket bucket, double kept, double keptPerSecond) {
        return bucket == null ? 0 : Math.max(0, (kept - bucket.level) / (bucket.perSecond - keptPerSecond));
    }

    private static final class Bucket {

        final double capacity;
        final double perSecond;
        double level;

        Bucket(double capacity, double perSecond) {
            this.capacity = capacity;
            this.perSecond = perSecond;
            this.level = capacity / 2;
        }
    }
}
