package io.smartpole.lighting.supervision;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the latest verdicts on one event: 6 bad ones of 8 raise it, 6 good ones of 8 clear it, and nothing in between
 * changes anything.
 *
 * <p>It counts samples, not seconds, so that it judges alike whether they are 10 s apart or, in a fast simulation, an
 * hour. At 10 s an event is found within 80 s of judgeable samples.
 */
final class Tally {

    /** One more than a lamp that cycles every 80 s stays dark or lit in a row, so that it is not taken for a dead one. */
    static final int N = 6;

    static final int M = 8;

    /**
     * A verdict counts for this many samples, judged or not: an hour at 10 s. Long enough for a lamp that is lit for
     * moments only, because somebody passes.
     */
    private static final int MEMORY = 360;

    private record Sample(Verdict verdict, double value, double output, long number) {}

    private final @Nullable String unit;
    private final Deque<Sample> latest = new ArrayDeque<>(M);
    private long number;
    private boolean raised;

    /** @param unit of its values, with a blank before it; null if they are answers, yes or no */
    Tally(@Nullable String unit) {
        this.unit = unit;
    }

    /** @return true if the event was raised or cleared by this sample */
    boolean add(Verdict verdict, double value, double output) {
        number++;
        while (!latest.isEmpty() && number - latest.getFirst().number > MEMORY) {
            latest.removeFirst();
        }
        if (verdict == Verdict.NONE) {
            return false;
        }
        if (latest.size() == M) {
            latest.removeFirst();
        }
        latest.addLast(new Sample(verdict, value, output, number));
        if (verdict != (raised ? Verdict.GOOD : Verdict.BAD) || count(verdict) < N) {
            return false;
        }
        raised = !raised;
        return true;
    }

    boolean isRaised() {
        return raised;
    }

    /** Forgets everything, also that it was raised. */
    void reset() {
        latest.clear();
        raised = false;
    }

    /** @return such as {@code 6 of 8 samples dark: 0.4 W at 100 %, 0.5 W at 100 %}; of the latest change */
    String evidence(String claim) {
        Verdict counted = raised ? Verdict.BAD : Verdict.GOOD;
        String sum = "%d of %d samples %s".formatted(count(counted), latest.size(), claim);
        return unit == null
                ? sum
                : latest.stream()
                        .filter(sample -> sample.verdict == counted)
                        .map(sample -> number(sample.value) + unit + " at " + number(sample.output * 100) + " %")
                        .collect(Collectors.joining(", ", sum + ": ", ""));
    }

    private int count(Verdict verdict) {
        int count = 0;
        for (Sample sample : latest) {
            if (sample.verdict == verdict) {
                count++;
            }
        }
        return count;
    }

    /** @return with two decimals at most, below 1 with three: {@code 42}, {@code 8.35}, {@code 0.897} */
    static String number(double value) {
        return new DecimalFormat(Math.abs(value) < 1 ? "0.###" : "0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }
}
