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
 * the limit, unless by what never waits. It starts half full, and so after each start of the gateway.
 *
 * <p>For one thread, but for {@link #heldBack}. All times are since boot.
 */
public final class Budget {

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final double DAY_S = 86_400;

    private final LongSupplier sent;
    private long counted;
    private Duration looked = Duration.ZERO;
    private int limitSecond;
    private int limitDay;
    private @Nullable Bucket second;
    private @Nullable Bucket day;
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
            day = mibPerDay == 0 ? null : new Bucket(mibPerDay * MIB / 4.0, mibPerDay * MIB * 3 / 4.0 / DAY_S);
        }
    }

    /** @return which limit makes measurements wait, for people; empty if none does */
    public Optional<String> heldBack() {
        return Optional.ofNullable(holding);
    }

    /** Fills up the buckets and takes out what was sent meanwhile. */
    void look(Duration now) {
        long total = sent.getAsLong();
        double seconds = now.minus(looked).toNanos() / 1e9;
        for (Bucket bucket : new Bucket[] {second, day}) {
            if (bucket != null) {
                bucket.level = Math.min(bucket.capacity, bucket.level + bucket.perSecond * seconds) - (total - counted);
            }
        }
        counted = total;
        looked = now;
    }

    /** @return whether live telemetry may go: the day's bucket is at least half full; the limit per second is not for it */
    boolean telemetryMayGo() {
        return day == null || day.level >= day.capacity / 2;
    }

    /**
     * Asks for one more batch of measurements, which is held back otherwise.
     *
     * @param inFlight bytes that were handed over and may still have to be sent
     */
    boolean allows(long inFlight) {
        if (empty(day, inFlight)) {
            holding = "measurements wait, since limit.day (" + limitDay + " MiB in 24 h) is used up";
        } else if (empty(second, inFlight)) {
            holding = "measurements are sent no faster than limit.second (" + limitSecond + " KiB/s)";
        } else {
            return true;
        }
        return false;
    }

    void holdNothing() {
        holding = null;
    }

    /** @return when there will be something in both buckets again, if nothing is sent until then; to be asked after a look */
    Duration due() {
        double seconds = Math.max(owed(second), owed(day));
        return looked.plusMillis(1 + (long) (seconds * 1000));
    }

    private static boolean empty(@Nullable Bucket bucket, long inFlight) {
        return bucket != null && bucket.level - inFlight <= 0;
    }

    private static double owed(@Nullable Bucket bucket) {
        return bucket == null ? 0 : Math.max(0, -bucket.level / bucket.perSecond);
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
