package io.smartpole.remote;

import io.smartpole.core.link.Message;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follow-me light: decides what of the neighbours' talk is believed, and when this pole says that somebody is there. Time
 * is passed in, as time since boot. The talk is unsigned, so all that it can ever do is to raise the light for a while.
 *
 * <p>For one thread; only {@link #figures} may be asked by others.
 */
final class ZoneTalk {

    /** For how long neighbours are asked to stay raised, in seconds. */
    static final int TTL = 60;

    /** So often at most this pole speaks. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** So often it speaks while a detector goes on to see somebody: before the neighbours would let go. */
    static final Duration REPEAT = Duration.ofSeconds(TTL / 2);

    static final int MOST_SENDERS = 50;
    static final int MOST_PER_SECOND = 5;

    /** What is lost on the way, with room to spare; whoever forges a message cannot leap beyond all that will follow. */
    static final long LONGEST_LEAP = 1_000;

    /** Whoever was not believed for that long begins anew, so that a forged message mutes nobody until its restart. */
    static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final String boot;
    private final Map<String, Window> windows = new HashMap<>();

    /** The latest of each sender that was believed; whoever was silent for longest is forgotten first. */
    private final Map<Sender, Latest> heard = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<String> present = new HashSet<>();
    private boolean news;
    private @Nullable Duration lastSpoken;
    private long seq;
    private volatile Figures figures = new Figures(0, 0, "");

    /**
     * @param believed messages that may have raised the light
     * @param dropped messages that were not believed
     * @param lastDrop why the last of them was not
     */
    record Figures(long believed, long dropped, String lastDrop) {}

    /** What this pole says, and where. */
    record Saying(String topic, byte[] payload) {}

    private record Sender(String pole, String boot) {}

    private record Latest(long seq, Duration at) {}

    /** How many messages came in the second that began then. */
    private record Window(Duration begin, int count) {}

    ZoneTalk(BootId boot) {
        this.boot = boot.hex().substring(0, 8);
    }

    /**
     * A message has arrived.
     *
     * @param own which pole this is now
     * @return for how long the light should stay raised; empty if the message is not believed, or our own
     */
    Optional<Duration> hear(Message message, PoleIdentity own, Duration now) {
        Topics topics = Topics.of(own);
        if (own.zones().stream().noneMatch(zone -> topics.zone(zone).equals(message.topic()))) {
            return drop("this pole is not in the zone of " + message.topic());
        }
        if (message.retained()) {
            return drop("it was retained, so nobody knows how old it is");
        }
        if (tooMany(message.topic(), now)) {
            return drop("more than " + MOST_PER_SECOND + " messages came in a second on " + message.topic());
        }
        ZoneMessage said;
        try {
            said = ZoneMessage.parse(message.payload());
        } catch (FormatException e) {
            return drop(String.valueOf(e.getMessage()));
        }
        if (said.pole().equals(own.pole())) {
            return Optional.empty();
        }
        Sender sender = new Sender(said.pole(), said.boot());
        Latest latest = heard.get(sender);
        if (latest != null && now.minus(latest.at()).compareTo(SILENCE) < 0) {
            if (said.seq() <= latest.seq()) {
                return drop("pole " + said.pole() + " repeats itself: seq " + said.seq() + " after " + latest.seq());
            }
            if (said.seq() - latest.seq() > LONGEST_LEAP) {
                return drop("pole " + said.pole() + " leaps from seq " + latest.seq() + " to " + said.seq());
            }
        }
        heard.put(sender, new Latest(said.seq(), now));
        if (heard.size() > MOST_SENDERS) {
            heard.remove(heard.keySet().iterator().next());
        }
        figures = new Figures(figures.believed() + 1, figures.dropped(), figures.lastDrop());
        return Optional.of(Duration.ofSeconds(said.ttl()));
    }

    private boolean tooMany(String topic, Duration now) {
        Window window = windows.get(topic);
        if (window == null || now.minus(window.begin()).compareTo(SECOND) >= 0) {
            window = new Window(now, 0);
        }
        windows.put(topic, new Window(window.begin(), Math.min(window.count(), MOST_PER_SECOND) + 1));
        return window.count() >= MOST_PER_SECOND;
    }

    private Optional<Duration> drop(String why) {
        figures = new Figures(figures.believed(), figures.dropped() + 1, why);
        return Optional.empty();
    }

    /** A detector of this pole says that somebody is there, or no longer is. */
    void see(String detector, boolean somebody) {
        if (somebody) {
            present.add(detector);
            news = true;
        } else {
            present.remove(detector);
        }
    }

    /**
     * @param own which pole this is now
     * @param detectors those that this pole has now; what another one saw is forgotten
     * @return what to say now, if anything
     */
    List<Saying> speak(PoleIdentity own, Set<String> detectors, Duration now) {
        present.retainAll(detectors);
        boolean due = lastSpoken == null || now.minus(lastSpoken).compareTo(news ? PAUSE : REPEAT) >= 0;
        if (!due || !(news || !present.isEmpty())) {
            return List.of();
        }
        news = false;
        lastSpoken = now;
        Topics topics = Topics.of(own);
        return own.zones().stream()
                .map(zone -> new Saying(topics.zone(zone), new ZoneMessage(own.pole(), boot, ++seq, TTL).bytes()))
                .toList();
    }

    /** Asked on any thread. */
    Figures figures() {
        return figures;
    }
}
