package io.smartpole.core.light;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the light is to be, and why.
 *
 * @param level the level chosen
 * @param rule which rule chose it
 * @param until when it may change by itself, in the world's time; null if that cannot be known
 * @param behind what would hold without the rule that chose; null if nothing stands behind it
 * @param trace what each rule had to say, highest precedence first
 */
public record LightDecision(
        LightLevel level,
        LightRule rule,
        @Nullable Instant until,
        @Nullable Verdict behind,
        List<Verdict> trace) {

    public LightDecision {
        trace = List.copyOf(trace);
    }

    /**
     * What one rule had to say.
     *
     * @param rule which
     * @param level the level that it wants; null if it has nothing to say now
     * @param why in plain words, such as {@code asked for until 22:10}
     */
    public record Verdict(LightRule rule, @Nullable LightLevel level, String why) {}

    /** @return what would hold without the rule that chose; empty if nothing stands behind it */
    public Optional<Verdict> next() {
        return Optional.ofNullable(behind);
    }

    /** @return why the chosen rule chose, in plain words */
    public String why() {
        return trace.stream()
                .filter(verdict -> verdict.rule() == rule)
                .map(Verdict::why)
                .findFirst()
                .orElse("");
    }
}
