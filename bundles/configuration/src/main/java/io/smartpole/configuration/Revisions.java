package io.smartpole.configuration;

import io.smartpole.configuration.ConfigurationStore.StoreException;
import io.smartpole.configuration.Journal.JournalException;
import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationResult.Applied;
import io.smartpole.core.config.ConfigurationResult.Failed;
import io.smartpole.core.config.ConfigurationResult.Rejected;
import io.smartpole.core.config.ConfigurationRevision.Change;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.config.Configurations.Receipt;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads the platform's revisions from {@link Stage} to stage, and takes the changes of others in between. One call at a
 * time; time and the state of the gateway are passed in.
 */
final class Revisions {

    /** After the disk refused, it is left alone for so long. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);

    private final Ledger ledger;
    private final ConcernTracker known;
    private final Supplier<List<ConfigurationRule>> rules;

    private final Elsewhere others;

    private @Nullable Moment lastLook;
    private @Nullable Duration retryAt;

    Revisions(Ledger ledger, ConcernTracker known, Supplier<List<ConfigurationRule>> rules) {
        this.ledger = ledger;
        this.known = known;
        this.rules = rules;
        others = new Elsewhere(ledger, known, rules);
    }

    /** Takes up what the platform wants. */
    Receipt desire(DesiredConfiguration desired, Moment now, Surroundings gateway) {
        Book book = ledger.book();
        if (desired.revision() <= book.taken()) {
            boolean again =
                    desired.revision() == book.taken() && desired.digest().equals(book.digest());
            return again ? Receipt.KNOWN : Receipt.OLD;
        }
        try {
            others.takeIn(now);
            decide(desired, now, gateway);
            return Receipt.TAKEN;
        } catch (IOException e) {
            LOG.error("{} cannot be remembered, so nothing is done: {}", desired, e.getMessage());
            return Receipt.NOT_REMEMBERED;
        }
    }

    /** Checks a change at the pole, then makes all of it or nothing. */
    ConfigurationResult apply(
            Map<String, ? extends Map<String, ? extends @Nullable Object>> changes, Origin origin, Moment now) {
        try {
            others.takeIn(now);
            Book book = ledger.book();
            SortedMap<String, Concern> concerns = known.concerns();
            Examination found = Examination.of(concerns, rules.get(), book.stored(), changes, origin);
            if (!found.isRight()) {
                LOG.warn("a change of the configuration is refused ({}): {}", origin, found.summary());
                return new Rejected(found.told());
            }
            List<String> pids = found.changed();
            Probation probation = book.probation();
            if (!pids.isEmpty() && probation != null) {
                return new Rejected(pids.stream().map(probation::closed).toList());
            }
            Outside mended = book.outside().mended(changes);
            if (!pids.isEmpty()) {
                SortedMap<String, Map<String, Object>> next = found.outcome(book.stored());
                String by = origin == Origin.ON_SITE ? "console" : "platform";
                ledger.commit(book.changed(next, by, time(now), Stored.changes(concerns, book.stored(), next))
                        .knowing(mended));
                LOG.info("configuration changed ({}): {}", origin, pids);
            } else if (!mended.equals(book.outside())) {
                ledger.commit(book.knowing(mended));
            }
            return new Applied(pids);
        } catch (IOException e) {
            LOG.error("a change of the configuration failed: {}", e.getMessage());
            return new Failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Does what time has brought. To be called about every second.
     *
     * @param elsewhere whether somebody may have changed something past this bundle
     * @return false if that could not be taken in, and is to be tried again
     */
    boolean step(boolean elsewhere, Moment now, Surroundings gateway) {
        Duration powered = lastLook == null ? Duration.ZERO : now.since(lastLook);
        lastLook = now;
        ledger.passed(powered);
        Probation probation = ledger.book().probation();
        if (probation != null) {
            ledger.watched(probation.look(powered, gateway));
        }
        if (retryAt != null && now.sinceBoot().compareTo(retryAt) < 0) {
            return !elsewhere;
        }
        retryAt = null;
        boolean takenIn = !elsewhere;
        try {
            ledger.confirm();
            if (ledger.isBehind()) {
                ledger.mend();
            }
            if (elsewhere) {
                others.takeIn(now);
                takenIn = true;
            }
            judge(now, gateway);
            DesiredConfiguration waiting = ledger.book().waiting();
            // Just after a start, those who know the rules may not be there yet.
            if (waiting != null && gateway.settled() && isDue(waiting, now)) {
                others.takeIn(now);
                decide(waiting, now, gateway);
            }
        } catch (IOException e) {
            LOG.error("the configuration cannot be stored, tried again in {} s: {}", RETRY.toSeconds(), e.getMessage());
            retryAt = now.sinceBoot().plus(RETRY);
        }
        if (ledger.isBehind()) {
            retryAt = now.sinceBoot().plus(RETRY);
        }
        return takenIn;
    }

    private void judge(Moment now, Surroundings gateway) throws IOException {
        Book book = ledger.book();
        Probation probation = book.probation();
        if (probation == null) {
            return;
        }
        Optional<String> failure = probation.failure(gateway);
        if (failure.isPresent()) {
            others.takeIn(now);
            enter(ledger.book().rolledBack(probation, "rolled back: " + failure.get(), time(now)));
        } else if (probation.isOver() && gateway.settled()) {
            enter(book.passed(
                    probation,
                    "applied, and has passed its probation of %d s"
                            .formatted(probation.length().toSeconds()),
                    time(now)));
        }
    }

    private static boolean isDue(DesiredConfiguration desired, Moment now) {
        Instant notBefore = desired.notBefore();
        return notBefore == null || (now.trusted() && !now.instant().isBefore(notBefore));
    }

    private void decide(DesiredConfiguration given, Moment now, Surroundings gateway) throws IOException {
        SortedMap<String, Concern> concerns = known.concerns();
        Book book = ledger.book();
        Examination found = examine(concerns, given, book);
        if (!found.isRight()) {
            enter(book.rejected(given, "rejected, nothing is changed: " + found.summary(), found.told(), time(now)));
            return;
        }
        DesiredConfiguration desired = normal(concerns, given);
        if (!isDue(desired, now)) {
            String until = now.trusted() ? "" : " and the clock is set";
            enter(book.waits(desired, "right, and waits until %s%s".formatted(desired.notBefore(), until), time(now)));
            return;
        }
        if (!gateway.settled() && !desired.probation().isZero()) {
            // A check that was critical all along, but could not say so yet, must not be taken for its fault.
            String message =
                    "right, and waits until the gateway has run for %d s".formatted(Surroundings.SETTLING.toSeconds());
            enter(book.waits(desired, message, time(now)));
            return;
        }
        try {
            enter(inEffect(desired, found, concerns, now, gateway));
        } catch (StoreException e) {
            enter(book.rejected(desired, "rejected: " + e.getMessage(), List.of(), time(now)));
        }
    }

    private Examination examine(SortedMap<String, Concern> concerns, DesiredConfiguration desired, Book book) {
        Map<String, Map<String, @Nullable Object>> changes =
                Merge.changes(concerns, desired, book.base(), book.stored());
        Examination found = Examination.of(concerns, rules.get(), book.stored(), changes, Origin.PLATFORM);
        List<ConfigurationProblem> all = new ArrayList<>(Examination.forbidden(concerns, desired));
        all.addAll(found.problems());
        return new Examination(found.drafts(), all);
    }

    private static DesiredConfiguration normal(SortedMap<String, Concern> concerns, DesiredConfiguration desired) {
        return new DesiredConfiguration(
                desired.revision(),
                desired.digest(),
                desired.by(),
                desired.roles(),
                Merge.normal(concerns, desired.values()),
                desired.notBefore(),
                desired.probation(),
                desired.overrule());
    }

    private Book inEffect(
            DesiredConfiguration desired,
            Examination found,
            SortedMap<String, Concern> concerns,
            Moment now,
            Surroundings gateway) {
        Book book = ledger.book();
        SortedMap<String, Map<String, Object>> next = found.outcome(book.stored());
        List<Change> changes = Stored.changes(concerns, book.stored(), next);
        Probation probation = probation(desired, book, next, gateway);
        String what = changes.size() == 1 ? "1 value is changed" : changes.size() + " values are changed";
        String message = probation == null
                ? "applied, " + what
                : what
                        + "; on probation for %d s of powered time"
                                .formatted(probation.length().toSeconds());
        return book.inEffect(desired, next, changes, message, probation, time(now));
    }

    /**
     * @return null if there is nothing to watch. While another is being watched, this one takes over: if it fails, both
     *     go back, and the longer of both times holds.
     */
    private @Nullable Probation probation(
            DesiredConfiguration desired,
            Book book,
            SortedMap<String, Map<String, Object>> next,
            Surroundings gateway) {
        Probation former = book.probation();
        if (former != null) {
            return former.takenOver(
                    desired.revision(), desired.probation(), Stored.wayBack(book.stored(), next, former.before()));
        }
        boolean nothingToWatch = desired.probation().isZero()
                || Stored.different(book.stored(), next).isEmpty();
        return nothingToWatch
                ? null
                : Probation.begin(
                        desired.revision(),
                        desired.probation(),
                        gateway,
                        ledger.machineBoot(),
                        Stored.wayBack(book.stored(), next, Map.of()),
                        book.base());
    }

    /** Every change of stage comes through here. */
    private void enter(Book next) throws JournalException, StoreException {
        Verdict former = ledger.book().verdict();
        ledger.commit(next);
        Verdict verdict = next.verdict();
        String from = former.revision() == verdict.revision() ? former.stage() + " -> " : "";
        LOG.info("configuration revision {}: {}{}: {}", verdict.revision(), from, verdict.stage(), verdict.message());
    }

    private static @Nullable Instant time(Moment now) {
        return now.trusted() ? now.instant() : null;
    }
}
