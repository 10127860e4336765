package io.smartpole.tools.config;

import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a configuration that was sent to several poles.
 *
 * <pre>
 *   SENT ---report: pending---> TAKEN ---report: applied---> APPLIED
 *     |  ^                        |
 *     v  as SENT                  |
 *   SILENT (no word in time)      +------report: rejected, rolled back, or of a higher revision---> NOT_APPLIED
 * </pre>
 */
final class PushWatch {

    private final Map<String, Sent> sent = new TreeMap<>();
    private final boolean untilTaken;

    private enum Fate {
        SENT,
        TAKEN,
        APPLIED,
        NOT_APPLIED,
        SILENT
    }

    private record Sent(long revision, Fate fate, List<String> lastSaid) {}

    /** @param untilTaken whether it is enough that each pole says that it has it */
    PushWatch(boolean untilTaken) {
        this.untilTaken = untilTaken;
    }

    /** @param pole {@code site/pole} */
    void sent(String pole, long revision) {
        sent.put(pole, new Sent(revision, Fate.SENT, List.of()));
    }

    /** @return lines for people; none if it says nothing new of what was sent */
    List<String> heard(Delivery delivery) {
        Optional<Topics> topics = Topics.ofTopic(delivery.topic());
        if (topics.isEmpty() || !delivery.topic().equals(topics.get().configReported())) {
            return List.of();
        }
        String pole = PoleStates.name(topics.get());
        Sent before = sent.get(pole);
        if (before == null || before.fate == Fate.APPLIED || before.fate == Fate.NOT_APPLIED) {
            return List.of();
        }
        return ConfigReported.read(delivery.bytes())
                .map(report -> heard(pole, before, report))
                .orElse(List.of());
    }

    private List<String> heard(String pole, Sent before, ConfigReported report) {
        if (report.revision() < before.revision) {
            return List.of();
        }
        boolean superseded = report.revision() > before.revision;
        Fate fate = Fate.TAKEN;
        if (superseded || report.isFinal()) {
            fate = !superseded && report.outcome() == Outcome.APPLIED ? Fate.APPLIED : Fate.NOT_APPLIED;
        }
        String words = superseded ? "another one came in between, revision " + report.revision() : report.words();
        List<String> lines = new ArrayList<>();
        lines.add(pole + "  " + words);
        if (!superseded) {
            report.errors().forEach(error -> lines.add("    " + error));
            report.drift().forEach(drift -> lines.add("    kept as set at the pole: " + drift));
            report.refused().forEach(refused -> lines.add("    set past the checks and taken back: " + refused));
        }
        sent.put(pole, new Sent(before.revision, fate, lines));
        return lines.equals(before.lastSaid) ? List.of() : lines;
    }

    boolean waiting() {
        return sent.values().stream().anyMatch(one -> one.fate == Fate.SENT || (one.fate == Fate.TAKEN && !untilTaken));
    }

    /** @return the poles that have not said a word yet */
    List<String> silent() {
        return sent.entrySet().stream()
                .filter(one -> one.getValue().fate == Fate.SENT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @return the poles that are not waited for any more */
    List<String> giveUpSilent() {
        List<String> silent = silent();
        silent.forEach(
                pole -> sent.computeIfPresent(pole, (name, one) -> new Sent(one.revision, Fate.SILENT, one.lastSaid)));
        return silent;
    }

    /** @return exit code */
    int code() {
        if (sent.values().stream().anyMatch(one -> one.fate == Fate.NOT_APPLIED)) {
            return ExitCode.NOT_OK;
        }
        return sent.values().stream().anyMatch(one -> one.fate == Fate.SILENT) ? ExitCode.FAILED : ExitCode.OK;
    }
}
