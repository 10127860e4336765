package io.smartpole.console;

import io.smartpole.core.reading.Reading;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest reading of each series. */
final class ReadingBoard {

    /** More than any pole has; if there are more all the same, the one that is silent for longest gives way. */
    static final int SERIES = 256;

    private record Entry(Reading reading, long number) {}

    /** The least recently updated first. */
    private final Map<String, Entry> newest = new LinkedHashMap<>();

    private long count;

    /**
     * What is new.
     *
     * @param readings the newest of each series that changed, by name
     * @param upTo where to ask from next time
     */
    record News(List<ReadingView> readings, long upTo) {}

    synchronized void put(Reading reading) {
        String name = reading.series().name();
        newest.remove(name);
        newest.put(name, new Entry(reading, ++count));
        if (newest.size() > SERIES) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    /** @param number 0, or where the last answer ended */
    synchronized News since(long number) {
        List<ReadingView> readings = newest.values().stream()
                .filter(entry -> entry.number > number)
                .map(Entry::reading)
                .sorted(Comparator.comparing(reading -> reading.series().name()))
                .map(ReadingView::of)
                .toList();
        return new News(readings, count);
    }
}
