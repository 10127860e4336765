package io.smartpole.distribution;

import java.util.concurrent.TimeUnit;

/**
 * What a {@link FaultProxy} does to the bytes of one direction.
 *
 * @param number milliseconds or bytes per second; 0 where there is nothing to say
 */
public record Treatment(Kind kind, int number) {

    public static final Treatment PASS = new Treatment(Kind.PASS, 0);
    /** Bytes are taken and vanish: the sender notices nothing. */
    public static final Treatment DROP = new Treatment(Kind.DROP, 0);
    /** Nothing is taken any more and nothing closes, as on a line that is dead. */
    public static final Treatment SILENT = new Treatment(Kind.SILENT, 0);

    /** Each read waits so long before it goes on, at most 64 KiB of it. */
    public static Treatment delay(int millis) {
        return new Treatment(Kind.DELAY, millis);
    }

    public static Treatment rate(int bytesPerSecond) {
        return new Treatment(Kind.RATE, bytesPerSecond);
    }

    static final int LARGEST_READ = 64 * 1024;
    private static final int RATE_STEPS_PER_SECOND = 20;

    boolean loses() {
        return kind == Kind.DROP || kind == Kind.SILENT;
    }

    int largestRead() {
        return kind == Kind.RATE ? Math.max(1, number / RATE_STEPS_PER_SECOND) : LARGEST_READ;
    }

    long waitNanos(int bytes) {
        return switch (kind) {
            case DELAY -> TimeUnit.MILLISECONDS.toNanos(number);
            case RATE -> TimeUnit.SECONDS.toNanos(bytes) / number;
            case PASS, DROP, SILENT -> 0;
        };
    }

    enum Kind {
        PASS,
        DROP,
        SILENT,
        DELAY,
        RATE
    }
}
