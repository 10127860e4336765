package io.smartpole.remote;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who obeys which kind of command now. */
final class Handlers {

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final List<Offer> offers = new CopyOnWriteArrayList<>();

    /** A kind, and who obeys it. */
    record Offer(CommandKind kind, CommandHandler handler) {}

    void add(CommandHandler handler) {
        List<CommandKind> kinds;
        try {
            kinds = handler.kinds();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{} cannot say which commands it obeys; it is told none", handler, e);
            return;
        }
        for (CommandKind kind : kinds) {
            Offer other = now().get(kind.name());
            if (other != null) {
                LOG.error("both {} and {} obey {}: the first is told", other.handler(), handler, kind.name());
            }
            offers.add(new Offer(kind, handler));
        }
    }

    void remove(CommandHandler handler) {
        offers.removeIf(offer -> offer.handler().equals(handler));
    }

    /** @return kind to who obeys it, as it is at this moment, in alphabetical order */
    SortedMap<String, Offer> now() {
        SortedMap<String, Offer> now = new TreeMap<>();
        offers.forEach(offer -> now.putIfAbsent(offer.kind().name(), offer));
        return now;
    }
}
