package io.smartpole.distribution.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured, once for each round. Other programs disturb single rounds, so the median stands for all. */
final class Samples {

    private final List<Double> sorted = new ArrayList<>();

    void add(double sample) {
        sorted.add(sample);
        Collections.sort(sorted);
    }

    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** @param share 0.99 for what 99 of 100 do not exceed */
    double quantile(double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    double least() {
        return sorted.get(0);
    }

    double most() {
        return sorted.get(sorted.size() - 1);
    }
}
