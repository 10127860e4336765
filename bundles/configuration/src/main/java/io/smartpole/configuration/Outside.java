package io.smartpole.configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of those who keep or change the configuration past this bundle.
 *
 * @param kura whether Kura keeps the configuration: then its snapshot tells at a start what holds, not the journal
 * @param underway PIDs of which what the book says may not be in Kura's snapshot yet
 * @param refused what was taken back and is still to be told, oldest first, at most one for each key
 */
record Outside(boolean kura, Set<String> underway, List<Refused> refused) {

    /** So many refusals are told. */
    static final int MOST_REFUSED = 20;

    static final Outside NONE = new Outside(false, Set.of(), List.of());

    Outside {
        underway = Set.copyOf(underway);
        refused = List.copyOf(refused.subList(Math.max(0, refused.size() - MOST_REFUSED), refused.size()));
    }

    /** Kura is to keep what the book says of these. */
    Outside sent(Collection<String> pids) {
        Set<String> all = new TreeSet<>(underway);
        all.addAll(pids);
        return new Outside(true, all, refused);
    }

    /** Kura has kept them for good. */
    Outside arrived(Collection<String> pids) {
        Set<String> rest = new TreeSet<>(underway);
        rest.removeAll(pids);
        return new Outside(kura, rest, refused);
    }

    Outside refusing(List<Refused> more) {
        List<Refused> all = new ArrayList<>(refused);
        all.removeIf(old -> more.stream().anyMatch(old::isOfSameKey));
        all.addAll(more);
        return new Outside(kura, underway, all);
    }

    /** @param set PID to key to whatever was set there, and is right */
    Outside mended(Map<String, ? extends @Nullable Map<String, ? extends @Nullable Object>> set) {
        List<Refused> rest = new ArrayList<>(refused);
        set.forEach((pid, ofPid) -> {
            if (ofPid != null) {
                ofPid.keySet().forEach(key -> rest.removeIf(old -> old.isAbout(pid, key)));
            }
        });
        return new Outside(kura, underway, rest);
    }
}
