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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    private final ConfigAdminStore admin;
    private final Delivery delivery;
    private final Journal journal;
    private final String machineBoot;

    // Both are there on Kura only.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ConfigurationService kura;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable CryptoService crypto;

    /** What can be set; of no use before somebody who knows has come. */
    private volatile Supplier<SortedMap<String, Concern>> concerns = TreeMap::new;

    /** PIDs of which Kura has failed to write a snapshot since they were told to it. */
    private final Set<String> unsure = new HashSet<>();

    /** Powered time since Kura was told something. */
    private Duration sinceSent = Duration.ZERO;

    private volatile Book book = Book.EMPTY;

    /** Why the journal on disk may not be the book; null if it is. */
    private volatile @Nullable String unsaved;

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
        delivery = new Delivery(this.admin, this::kuraStore);
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
        delivery.restore(book);
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
                : Optional.of(new KuraStore(admin, service, secrets, concerns.get(), unsure));
    }

    /** @return the same; on Kura with the mark that it may not know of these PIDs yet, so of none */
    private Book marked(Book next, Collection<String> pids) {
        if (!delivery.isOnKura(book)) {
            return next;
        }
        // A snapshot has all PIDs. From one that a power cut has torn Kura takes none, and starts with defaults.
        Collection<String> all = pids.isEmpty() ? pids : next.stored().keySet();
        return next.knowing(next.outside().sent(pids).sent(all));
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

    Book book() {
        return book;
    }

    /** @return a name for this start of the computer */
    String machineBoot() {
        return machineBoot;
    }

    /** @see Delivery#read */
    SortedMap<String, Map<String, Object>> read() throws IOException {
        return delivery.read(book);
    }

    /** @see Delivery#missesKura */
    boolean missesKura() {
        return delivery.missesKura();
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
        List<String> givenWay = givenWay(former, wanted);
        Book next =
                marked(wanted, Stream.concat(pids.stream(), givenWay.stream()).toList());
        save(next);
        sinceSent = pids.isEmpty() ? sinceSent : Duration.ZERO;
        try {
            delivery.replace(former, next);
        } catch (StoreException e) {
            book = marked(former, pids);
            saveOrTellLater(book);
            throw e;
        }
        book = next;
        givenWay.removeAll(pids);
        if (!givenWay.isEmpty()) {
            delivery.owe(givenWay);
            mendStore();
        }
    }

    /** @return PIDs that have a wrong value still, since somebody insisted on it, while the right one was set by now */
    private static List<String> givenWay(Book former, Book next) {
        return former.outside().refused().stream()
                .filter(Refused::insisted)
                .filter(old -> next.outside().refused().stream().noneMatch(old::isOfSameKey))
                .map(old -> old.problem().pid())
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Keeps durably what somebody has changed past this bundle. Nothing is done if it cannot be kept.
     *
     * @param takenBack PIDs whose properties in the ConfigAdmin are brought to what it says
     */
    void takeIn(Book next, Collection<String> takenBack) throws JournalException {
        Book marked = marked(next, takenBack);
        boolean isNew = !marked.outside().equals(book.outside())
                || !Stored.different(book.stored(), marked.stored()).isEmpty();
        if (isNew) {
            note(marked);
        }
        delivery.owe(takenBack);
        mendStore();
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
        return unsaved != null || delivery.canMend(book);
    }

    /** @param powered how much time has passed since the last call */
    void passed(Duration powered) {
        delivery.passed(powered, concerns.get().keySet(), delivery.isOnKura(book));
        sinceSent = sinceSent.plus(powered);
    }

    /** Remembers what Kura has kept for good by now. */
    void confirm() throws JournalException {
        if (sinceSent.compareTo(KEPT_AFTER) >= 0) {
            List<String> kept = book.outside().underway().stream()
                    .filter(pid -> !delivery.owes(pid))
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
        mendStore();
    }

    private void mendStore() {
        if (delivery.mend(book)) {
            sinceSent = Duration.ZERO;
        }
    }

    /** @return what is wrong with journal or ConfigAdmin, in words; null if nothing is */
    @Nullable
    String trouble() {
        return Stream.concat(
                        Stream.of(Optional.ofNullable(unsaved), Optional.ofNullable(damage))
                                .flatMap(Optional::stream),
                        delivery.trouble())
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
}
