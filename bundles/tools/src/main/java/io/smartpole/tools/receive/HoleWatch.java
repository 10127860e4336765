package io.smartpole.tools.receive;

import io.smartpole.formats.evidence.ChainCheck.Hole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of what is missing once it has been missing for so long that it cannot just be on its way, and when it came. */
final class HoleWatch {

    private final Duration patience;
    private Map<Hole, Duration> since = new LinkedHashMap<>();
    private final Set<Hole> told = new LinkedHashSet<>();

    HoleWatch(Duration patience) {
        this.patience = patience;
    }

    /**
     * @param missing all that is missing now
     * @param now since some beginning
     * @return what is to be told now
     */
    List<String> look(List<Hole> missing, Duration now) {
        Map<Hole, Duration> still = new LinkedHashMap<>();
        missing.forEach(hole -> still.put(hole, since.getOrDefault(hole, now)));
        since = still;
        List<String> news = new ArrayList<>();
        told.removeIf(hole -> {
            boolean filled = !still.containsKey(hole);
            if (filled) {
                news.add("came after all, at least in part: " + hole.text());
            }
            return filled;
        });
        still.forEach((hole, from) -> {
            if (now.minus(from).compareTo(patience) >= 0 && told.add(hole)) {
                news.add("! " + hole.text());
            }
        });
        return news;
    }
}
