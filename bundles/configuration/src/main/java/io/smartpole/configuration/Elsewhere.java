package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationRevision.Change;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what somebody changes past this bundle: in Kura's console, or by a file in {@code etc/}. */
final class Elsewhere {

    private static final Logger LOG = LoggerFactory.getLogger(Elsewhere.class);

    private final Ledger ledger;
    private final ConcernTracker known;
    private final Supplier<List<ConfigurationRule>> rules;
    private final Insistence insistence = new Insistence();

    Elsewhere(Ledger ledger, ConcernTracker known, Supplier<List<ConfigurationRule>> rules) {
        this.ledger = ledger;
        this.known = known;
        this.rules = rules;
    }

    /** What is right is kept, remembered and told; what is wrong is taken back, and told too. */
    void takeIn(Moment now) throws IOException {
        Book book = ledger.book();
        SortedMap<String, Map<String, Object>> found = ledger.read();
        if (Stored.different(book.stored(), found).isEmpty()) {
            return;
        }
        SortedMap<String, Concern> concerns = known.concerns();
        Intake intake = Intake.of(concerns, rules.get(), book.stored(), found);
        List<Refused> refused = insistence.count(intake.refused(), now);
        List<Change> changes = Stored.changes(concerns, book.stored(), intake.next());
        Map<String, Map<String, Change>> set = new TreeMap<>();
        changes.forEach(
                each -> set.computeIfAbsent(each.pid(), any -> new TreeMap<>()).put(each.key(), each));
        ledger.takeIn(
                book.changed(intake.next(), "elsewhere", now.trusted() ? now.instant() : null, changes)
                        .knowing(book.outside().mended(set).refusing(refused)),
                refused.stream()
                        .filter(each -> !each.insisted())
                        .map(each -> each.problem().pid())
                        .collect(Collectors.toSet()));
        if (!changes.isEmpty()) {
            LOG.info("configuration changed elsewhere: {}", set.keySet());
        }
        refused.forEach(each -> LOG.warn(
                "set elsewhere, and {}: {}",
                each.insisted() ? "left as it is, since it comes again and again" : "taken back",
                each.problem().message()));
    }
}
