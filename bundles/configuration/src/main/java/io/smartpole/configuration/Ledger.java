package io.smartpole.configuration;

import io.smartpole.configuration.ConfigurationStore.StoreException;
import io.smartpole.configuration.Journal.JournalException;
import io.smartpole.core.config.Concern;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.crypto.CryptoService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a change of the configuration old or new after a power cut, never mixed. The ConfigAdmin writes one file for each
 * PID, neither together nor durably. So the whole outcome goes durably into the journal first, and then to the
 * ConfigAdmin; at the next start, whatever the ConfigAdmin has lost, torn or not yet been told is brought to what the
 * journal says.
 *
 * <p>On Kura the ConfigAdmin forgets, and Kura's snapshot is what holds at a start, except for what of ours may not have
 * reached it: that is set again as soon as Kura has delivered the rest. Until then nothing is judged.
 *
 * <p>It needs nothing but the ConfigAdmin, so that it can do so before anybody else takes up a configuration. Who calls
 * it sees to it that only one does at a time.
 */
@Component(service = Ledger.class, immediate = true)
public final class Ledger {

    private static final Path MACHINE_BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** What Kura was told is in its snapshot for good after so much powered time. */
    static final Duration KEPT_AFTER = Duration.ofSeconds(60);

    /** What cannot be stored for so long is told to people. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConfigAdminStore admin;
    private final Journal journal;
    private final String machineBoot;

    // Both are there on Kura only.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ConfigurationService kura;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable CryptoService crypto;

    /** What can be set; of no use before somebody who knows has come. */
    private volatile Supplier<SortedMap<String, Concern>> concerns = TreeMap::new;

    /** PIDs whose properties in the ConfigAdmin are not what the book says: the disk refused, or Kura is not there yet. */
    private final Set<String> stuck = new TreeSet<>();

    private Duration stuckFor = Duration.ZERO;

    /** Powered time since Kura was told something. */
    private Duration sinceSent = Duration.ZERO;

    private boolean missesKura;

    private volatile Book book = Book.EMPTY;

    /** Why the journal on disk may not be the book; null if it is. */
    private volatile @Nullable String unsaved;

    /** Why the ConfigAdmin could not be read the last time; null if it could. */
    private volatile @Nullable String unread;

    /** What could not be stored for long; null if there is nothing. */
    private volatile @Nullable String late;

    /** What was wrong with the journal at the start; null if nothing was. */
    private volatile @Nullable String damage;

    @Activate
    public Ledger(@Reference ConfigurationAdmin admin, BundleContext context) {
        this(
                admin,
                new Journal(DataFolder.of(context::getProperty, "configuration"), DataFolder::replace),
                linuxBoot());
    }

    Ledger(ConfigurationAdmin admin, Journal journal, String machineBoot) {
        this.admin = new ConfigAdminStore(admin);
        this.journal = journal;
        this.machineBoot = machineBoot;
    }

    /** @return empty where Linux does not tell: then every unclean end counts as a breakdown of the gateway */
    private static String linuxBoot() {
        try {
            return Files.readString(MACHINE_BOOT).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** A start must succeed whatever the disk does: then with the configuration that the ConfigAdmin has. */
    @Activate
    void start() {
        try {
            book = journal.load().orElse(Book.EMPTY);
        } catch (IOException e) {
            setAside(e);
        }
        Probation interrupted = book.probation();
        if (interrupted != null) {
            Book started = book.started(machineBoot);
            LOG.info(
                    "configuration revision {}: {}",
                    interrupted.revision(),
                    started.probation() == null ? started.verdict().message() : "its probation goes on");
            book = marked(started, Stored.different(book.stored(), started.stored()));
            saveOrTellLater(book);
        }
        if (book.outside().kura()) {
            stuck.addAll(book.outside().underway());
        } else {
            restore();
        }
    }

    /** @param all what can be set, asked whenever it is needed */
    void knows(Supplier<SortedMap<String, Concern>> all) {
        concerns = all;
    }

    private Optional<KuraStore> kuraStore() {
        ConfigurationService service = kura;
        CryptoService secrets = crypto;
        return service == null || secrets == null
                ? Optional.empty()
                : Optional.of(new KuraStore(admin, service, secrets, concerns.get()));
    }

    private boolean isOnKura() {
        return book.outside().kura() || kuraStore().isPresent();
    }

    /** @return empty while Kura keeps the configuration, but is not there */
    private Optional<ConfigurationStore> store() {
        Optional<ConfigurationStore> ofKura = kuraStore().map(store -> store);
        return ofKura.isPresent() || book.outside().kura() ? ofKura : Optional.of(admin);
    }

    private boolean isReady(String pid) {
        return store().filter(store -> store.isReady(pid)).isPresent();
    }

    /** @return the same; on Kura with the mark that it may not know of these PIDs yet */
    private Book marked(Book next, Collection<String> pids) {
        return isOnKura() ? next.knowing(next.outside().sent(pids)) : next;
    }

    @Deactivate
    void stop() {
        Probation probation = book.probation();
        if (probation != null) {
            saveOrTellLater(book.watched(probation.paused()));
        }
    }

    private void setAside(IOException e) {
        LOG.error("the journal of the configuration cannot be read, so it begins anew: {}", e.getMessage());
        damage = e.getMessage() + ". Until the next revision is taken up, an older one could be applied once more";
        try {
            LOG.info("it is kept as {}", journal.setAside());
        } catch (IOException stays) {
            LOG.error("nor can it be set aside: {}", stays.getMessage());
        }
    }

    private void restore() {
        try {
            Map<String, Map<String, Object>> found = admin.read();
            for (Map.Entry<String, Map<String, Object>> right : book.stored().entrySet()) {
                if (!Stored.same(right.getValue(), found.get(right.getKey()))) {
                    LOG.warn(
                            "the ConfigAdmin does not have of {} what was stored last: it is restored", right.getKey());
                    stuck.add(right.getKey());
                }
            }
        } catch (IOException e) {
            LOG.error("the stored configuration cannot be read: {}", e.getMessage());
        }
        unstick();
    }

    Book book() {
        return book;
    }

    /** @return a name for this start of the computer */
    String machineBoot() {
        return machineBoot;
    }

    /** @return what the ConfigAdmin has, somebody else's changes included; of what Kura has not delivered, the book's */
    SortedMap<String, Map<String, Object>> read() throws IOException {
        SortedMap<String, Map<String, Object>> found = stored(kuraStore());
        for (String pid : stuck) { // that it is wrong is known, and no change of anybody
            Map<String, Object> right = book.stored().get(pid);
            if (right == null) {
                found.remove(pid);
            } else {
                found.put(pid, right);
            }
        }
        return found;
    }

    /** @return whether there is something to be read that only Kura, which is not there, can explain */
    boolean missesKura() {
        return missesKura;
    }

    private SortedMap<String, Map<String, Object>> stored(Optional<KuraStore> ofKura) throws IOException {
        try {
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

    /**
     * Keeps it durably, then brings the ConfigAdmin to it. What Kura has not delivered yet is set later.
     *
     * @throws JournalException if it cannot be kept; nothing was done
     * @throws StoreException if the ConfigAdmin refuses; nothing is changed then
     */
    void commit(Book wanted) throws JournalException, StoreException {
        Book former = book;
        List<String> pids = Stored.different(former.stored(), wanted.stored());
        Book next = marked(wanted, pids);
        save(next);
        List<String> ready = pids.stream().filter(this::isReady).toList();
        Optional<ConfigurationStore> store = store();
        try {
            if (store.isPresent()) {
                store.get().replace(ready, former.stored(), next.stored());
            }
        } catch (StoreException e) {
            stuck.addAll(e.stuck());
            sinceSent = Duration.ZERO;
            book = marked(former, pids);
            saveOrTellLater(book);
            throw e;
        }
        stuck.removeAll(ready);
        pids.stream().filter(pid -> !ready.contains(pid)).forEach(stuck::add);
        sinceSent = pids.isEmpty() ? sinceSent : Duration.ZERO;
        book = next;
    }

    /**
     * Keeps durably what somebody has changed past this bundle.
     *
     * @param takenBack PIDs whose properties in the ConfigAdmin are brought to what it says
     * @throws JournalException if it cannot be kept; nothing was done
     */
    void takeIn(Book next, Collection<String> takenBack) throws JournalException {
        Book marked = marked(next, takenBack);
        boolean isNew = !marked.outside().equals(book.outside())
                || !Stored.different(book.stored(), marked.stored()).isEmpty();
        if (isNew) {
            note(marked);
        }
        stuck.addAll(takenBack);
        unstick();
    }

    /**
     * Keeps durably what the ConfigAdmin has already, or need not know.
     *
     * @throws JournalException if it cannot be kept
     */
    void note(Book next) throws JournalException {
        save(next);
        book = next;
    }

    /** Remembers what may be lost in a power cut. */
    void watched(Probation now) {
        book = book.watched(now);
    }

    /** @return whether journal or ConfigAdmin differ from the book, because the disk refused */
    boolean isBehind() {
        return unsaved != null || stuck.stream().anyMatch(this::isReady);
    }

    /**
     * Looks what has become of what was stored.
     *
     * @param powered how much time has passed since the last look
     */
    void look(Duration powered) throws JournalException {
        stuckFor = stuck.isEmpty() ? Duration.ZERO : stuckFor.plus(powered);
        List<String> waiting = stuck.stream()
                .filter(pid -> concerns.get().containsKey(pid))
                .toList(); // others are not installed any more
        late = waiting.isEmpty() || stuckFor.compareTo(PATIENCE) < 0
                ? null
                : "%s cannot be stored%s; it is tried again"
                        .formatted(String.join(", ", waiting), isOnKura() ? " by Kura" : "");
        sinceSent = sinceSent.plus(powered);
        if (sinceSent.compareTo(KEPT_AFTER) >= 0) {
            List<String> kept = book.outside().underway().stream()
                    .filter(pid -> !stuck.contains(pid))
                    .toList();
            if (!kept.isEmpty()) {
                note(book.knowing(book.outside().arrived(kept)));
            }
        }
    }

    /** Tries again. */
    void mend() {
        if (unsaved != null) {
            saveOrTellLater(book);
        }
        unstick();
    }

    /** @return what is wrong with journal or ConfigAdmin, in words; null if nothing is */
    @Nullable
    String trouble() {
        return Stream.of(unsaved, unread, damage, late)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void save(Book next) throws JournalException {
        try {
            journal.save(next);
        } catch (JournalException e) {
            unsaved = e.getMessage(); // it may be there all the same, and must not be found at the next start
            throw e;
        }
        unsaved = null;
        if (next.taken() > 0) {
            damage = null;
        }
    }

    private void saveOrTellLater(Book next) {
        try {
            save(next);
        } catch (JournalException e) {
            LOG.error("{}; tried again later", e.getMessage());
        }
    }

    private void unstick() {
        for (String pid : new ArrayList<>(stuck)) {
            Optional<ConfigurationStore> store = store().filter(each -> each.isReady(pid));
            if (store.isEmpty()) {
                continue;
            }
            try {
                store.get().set(pid, book.stored().get(pid));
                stuck.remove(pid);
                sinceSent = Duration.ZERO;
            } catch (IOException | RuntimeException e) { // the others can be mended all the same
                LOG.error("{} cannot be restored: {}; tried again later", pid, e.getMessage());
            }
        }
    }
}
