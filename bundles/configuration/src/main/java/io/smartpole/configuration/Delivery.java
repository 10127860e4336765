package io.smartpole.configuration;

import io.smartpole.configuration.ConfigurationStore.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the ConfigAdmin, on Kura through Kura, what the {@link Book} says, and remembers what is still owed: because
 * the disk refused, or Kura has not delivered it yet. Until Kura has, nothing is known about it.
 */
final class Delivery {

    /** What cannot be stored for so long is told to people. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final ConfigAdminStore admin;
    private final Supplier<Optional<KuraStore>> kura;

    /** PIDs whose properties in the ConfigAdmin are known not to be what the book says. */
    private final Set<String> owed = new TreeSet<>();

    private Duration owedFor = Duration.ZERO;
    private boolean missesKura;

    /** Why the ConfigAdmin could not be read the last time; null if it could. */
    private volatile @Nullable String unread;

    /** What could not be stored for long; null if there is nothing. */
    private volatile @Nullable String late;

    /** @param kura asked at each use; empty where Kura is not, or not yet */
    Delivery(ConfigAdminStore admin, Supplier<Optional<KuraStore>> kura) {
        this.admin = admin;
        this.kura = kura;
    }

    boolean isOnKura(Book book) {
        return book.outside().kura() || missesKura || kura.get().isPresent();
    }

    /** @return empty while Kura keeps the configuration, but is not there */
    private Optional<ConfigurationStore> store(Book book) {
        Optional<ConfigurationStore> ofKura = kura.get().map(store -> store);
        return isOnKura(book) ? ofKura : Optional.of(admin);
    }

    private boolean isReady(Book book, String pid) {
        return store(book).filter(store -> store.isReady(pid)).isPresent();
    }

    /** After a start: the ConfigAdmin gets back what it has lost, but what Kura keeps is Kura's to say. */
    void restore(Book book) {
        if (book.outside().kura()) {
            owed.addAll(book.outside().underway());
            return;
        }
        try {
            Map<String, Map<String, Object>> found = admin.read();
            book.stored().forEach((pid, right) -> {
                if (!Stored.same(right, found.get(pid))) {
                    LOG.warn("the ConfigAdmin does not have of {} what was stored last: it is restored", pid);
                    owed.add(pid);
                }
            });
        } catch (IOException e) {
            LOG.error("the stored configuration cannot be read: {}", e.getMessage());
        }
        mend(book);
    }

    /** @return what the ConfigAdmin has, somebody else's changes included; the book's of what is owed or not known */
    SortedMap<String, Map<String, Object>> read(Book book) throws IOException {
        SortedMap<String, Map<String, Object>> found = found(book);
        for (String pid : owed) { // that it is wrong is known, and no change of anybody
            Map<String, Object> right = book.stored().get(pid);
            if (right == null) {
                found.remove(pid);
            } else {
                found.put(pid, right);
            }
        }
        return found;
    }

    private SortedMap<String, Map<String, Object>> found(Book book) throws IOException {
        try {
            Optional<KuraStore> ofKura = kura.get();
            SortedMap<String, Map<String, Object>> found = new TreeMap<>();
            if (ofKura.isPresent()) {
                missesKura = false;
                found.putAll(book.stored());
                found.putAll(ofKura.get().read());
            } else {
                SortedMap<String, Map<String, Object>> all = admin.read();
                missesKura = book.outside().kura() || all.values().stream().anyMatch(KuraStore::isFromKura);
                found.putAll(missesKura ? book.stored() : all);
            }
            unread = null;
            return found;
        } catch (IOException e) {
            unread = "the stored configuration cannot be read: " + e.getMessage();
            throw e;
        }
    }

    /** @return whether there is something to be read that only Kura, which is not there, can explain */
    boolean missesKura() {
        return missesKura;
    }

    /**
     * Stores what differs. What Kura has not delivered yet is stored later.
     *
     * @throws StoreException if it is refused; nothing is changed then
     */
    void replace(Book former, Book next) throws StoreException {
        List<String> pids = Stored.different(former.stored(), next.stored());
        List<String> ready = pids.stream().filter(pid -> isReady(next, pid)).toList();
        Optional<ConfigurationStore> store = store(next);
        if (store.isPresent()) {
            try {
                store.get().replace(ready, former.stored(), next.stored());
            } catch (StoreException e) {
                owed.addAll(e.stuck());
                throw e;
            }
        }
        owed.addAll(pids);
        ready.forEach(owed::remove);
    }

    void owe(Collection<String> pids) {
        owed.addAll(pids);
    }

    boolean owes(String pid) {
        return owed.contains(pid);
    }

    /** @return whether something is owed that can be tried now */
    boolean canMend(Book book) {
        return owed.stream().anyMatch(pid -> isReady(book, pid));
    }

    /** @return whether something that was owed is stored now */
    boolean mend(Book book) {
        int before = owed.size();
        for (String pid : new ArrayList<>(owed)) {
            Optional<ConfigurationStore> store = store(book).filter(each -> each.isReady(pid));
            if (store.isPresent()) {
                try {
                    store.get().set(pid, book.stored().get(pid));
                    owed.remove(pid);
                } catch (IOException | RuntimeException e) { // the others can be mended all the same
                    LOG.error("{} cannot be restored: {}; tried again later", pid, e.getMessage());
                }
            }
        }
        return owed.size() < before;
    }

    /**
     * Counts for how long something has been owed.
     *
     * @param installed tells which PIDs there are: what is not installed any more is missed by nobody
     */
    void passed(Duration powered, Collection<String> installed, boolean onKura) {
        List<String> missed = owed.stream().filter(installed::contains).toList();
        owedFor = missed.isEmpty() ? Duration.ZERO : owedFor.plus(powered);
        late = owedFor.compareTo(PATIENCE) < 0
                ? null
                : "%s cannot be stored%s; it is tried again"
                        .formatted(String.join(", ", missed), onKura ? " by Kura" : "");
    }

    /** @return what is wrong, in words */
    Stream<String> trouble() {
        return Stream.of(Optional.ofNullable(unread), Optional.ofNullable(late)).flatMap(Optional::stream);
    }
}
