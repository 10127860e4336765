package io.smartpole.configuration;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.config.Configurations.Receipt;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.keys.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pole whose gateway can break down and whose power can be cut, with concerns A and B, and LAMP of role lighting. Its
 * gateway runs alone, or on Kura.
 */
final class TestPole {

    static final String A = "smartpole.a";
    static final String B = "smartpole.b";
    static final String LAMP = "smartpole.lamp";

    static final Surroundings WELL = new Surroundings(Map.of(), true, true, true);

    final Power power = new Power();
    final FakeConfigAdmin admin = new FakeConfigAdmin(power);
    final FakeTime time = new FakeTime();
    final SortedMap<String, Concern> concerns = new TreeMap<>(
            Map.of(A, TestConcerns.test(A), B, TestConcerns.test(B), LAMP, TestConcerns.test(LAMP, Role.LIGHTING)));

    final ConcernTracker known = mock(ConcernTracker.class);
    List<ConfigurationRule> rules = List.of();
    Surroundings gateway = WELL;

    /** What the journal's disk says when it is to be written; null = nothing wrong. */
    @Nullable
    IOException diskFault;

    /** The same, once it is written. */
    @Nullable
    IOException lateDiskFault;

    /** It is there on a pole {@link #onKura} only. */
    final FakeKura kura = new FakeKura(admin, power, concerns);

    private final boolean onKura;
    private final Path folder;
    private int boots = 1;
    Ledger ledger;
    Revisions revisions;

    TestPole(Path folder) {
        this(folder, false);
    }

    static TestPole onKura(Path folder) {
        return new TestPole(folder, true);
    }

    private TestPole(Path folder, boolean onKura) {
        this.folder = folder;
        this.onKura = onKura;
        when(known.concerns()).thenReturn(concerns);
        ledger = ledger();
        revisions = revisions();
        ledger.start();
    }

    Path journalFile() {
        return folder.resolve("journal.json");
    }

    private Ledger ledger() {
        Ledger next = new Ledger(admin.service, new Journal(folder, this::write), "boot-" + boots);
        next.knows(() -> concerns);
        if (onKura) {
            next.kura = kura;
            next.crypto = kura;
        }
        return next;
    }

    private Revisions revisions() {
        return new Revisions(ledger, known, () -> rules);
    }

    private void write(Path file, byte[] content) throws IOException {
        power.step();
        if (diskFault != null) {
            throw diskFault;
        }
        Files.write(file, content);
        if (lateDiskFault != null) {
            throw lateDiskFault;
        }
        power.step();
    }

    /** The gateway is stopped as it should be, and started again. */
    void restart() {
        ledger.stop();
        start();
    }

    /** The process dies and is started again; the computer runs on. */
    void breakDown() {
        start();
    }

    /** The computer starts anew. */
    void cutPower() {
        boots++;
        start();
    }

    private void start() {
        power.cutAt(0);
        if (onKura) {
            kura.stop();
        }
        ledger = ledger();
        ledger.start();
        revisions = revisions();
    }

    static DesiredConfiguration revision(long number, Map<String, ? extends Map<String, ?>> values) {
        return revision(number, values, Duration.ZERO);
    }

    static DesiredConfiguration revision(
            long number, Map<String, ? extends Map<String, ?>> values, Duration probation) {
        Map<String, Map<String, @Nullable Object>> copy = new TreeMap<>();
        values.forEach((pid, ofPid) -> copy.put(pid, new TreeMap<>(ofPid)));
        return new DesiredConfiguration(
                number, "digest-" + number, "city", Set.of(Role.CONFIG), copy, null, probation, false);
    }

    Receipt desire(DesiredConfiguration desired) {
        return revisions.desire(desired, time.now(), gateway);
    }

    ConfigurationResult applyOnSite(String pid, Map<String, Object> values) {
        return revisions.apply(Map.of(pid, values), Origin.ON_SITE, time.now());
    }

    /** Lets time pass, second by second. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.pass(Duration.ofSeconds(1));
            revisions.step(false, time.now(), gateway);
        }
    }

    void lookElsewhere() {
        revisions.step(true, time.now(), gateway);
    }

    Verdict verdict() {
        return ledger.book().verdict();
    }

    List<Drift> drift() {
        return Merge.drift(concerns, ledger.book().base(), ledger.book().stored());
    }

    @Nullable
    Object value(String pid, String key) {
        return admin.stored.containsKey(pid) ? admin.get(pid, key) : null;
    }
}
