package io.smartpole.configuration;

import io.smartpole.configuration.ConfigurationStore.StoreException;
import io.smartpole.configuration.Journal.JournalException;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a change of the configuration old or new after a power cut, never mixed. The ConfigAdmin writes one file for each
 * PID, neither together nor durably. So the whole outcome goes durably into the journal first, and then to the
 * ConfigAdmin; at the next start, whatever the ConfigAdmin has lost, torn or not yet been told is brought to what the
 * journal says.
 *
 * <p>It needs nothing but the ConfigAdmin, so that it can do so before anybody else takes up a configuration. Who calls
 * it sees to it that only one does at a time.
 */
@Component(service = Ledger.class, immediate = true)
public final class Ledger {

    private static final Path MACHINE_BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final ConfigurationStore store;
    private final Journal journal;
    private final String machineBoot;

    /** PIDs whose properties in the ConfigAdmin are not what the book says: the disk refused. */
    private final Set<String> stuck = new TreeSet<>();

    private volatile Book book = Book.EMPTY;

    /** Why the journal on disk may not be the book; null if it is. */
    private volatile @Nullable String unsaved;

    /** Why the ConfigAdmin could not be read the last time; null if it could. */
    private volatile @Nullable String unread;

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
        store = new ConfigurationStore(admin);
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
            saveOrTellLater(started);
            book = started;
        }
        restore();
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
            Map<String, Map<String, Object>> found = stored();
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

    /** @return what the ConfigAdmin has, somebody else's changes included */
    SortedMap<String, Map<String, Object>> read() throws IOException {
        SortedMap<String, Map<String, Object>> found = stored();
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

    private SortedMap<String, Map<String, Object>> stored() throws IOException {
        try {
            SortedMap<String, Map<String, Object>> found = store.read();
            unread = null;
            return found;
        } catch (IOException e) {
            unread = "the stored configuration cannot be read: " + e.getMessage();
            throw e;
        }
    }

    /**
     * Keeps it durably, then brings the ConfigAdmin to it.
     *
     * @throws JournalException if it cannot be kept; nothing was done
     * @throws StoreException if the ConfigAdmin refuses; nothing is changed then
     */
    void commit(Book next) throws JournalException, StoreException {
        Book former = book;
        save(next);
        try {
            store.replace(former.stored(), next.stored());
        } catch (StoreException e) {
            stuck.addAll(e.stuck());
            saveOrTellLater(former);
            throw e;
        }
        book = next;
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
        return !stuck.isEmpty() || unsaved != null;
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
        return Stream.of(unsaved, unread, damage)
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
            try {
                store.set(pid, book.stored().get(pid));
                stuck.remove(pid);
            } catch (IOException | RuntimeException e) { // the others can be mended all the same
                LOG.error("{} cannot be restored: {}; tried again later", pid, e.getMessage());
            }
        }
    }
}
