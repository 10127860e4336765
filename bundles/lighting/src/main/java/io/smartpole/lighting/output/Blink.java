package io.smartpole.lighting.output;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the lamp blink for a moment, so that somebody in the street finds it: between full light and what was decided, which
 * it never goes below. Where that is off, it goes down to a little light instead: switching on and off wears a lamp. Ends by
 * itself, and with a restart. Local service and an emergency are not disturbed.
 *
 * <pre>
 *   full     __    __    __
 *   decided    |__|  |__|  |________   each for {@link #HALF}; it ends with the level decided
 * </pre>
 */
public final class Blink {

    public static final Duration LONGEST = Duration.ofSeconds(60);
    public static final Duration DEFAULT = Duration.ofSeconds(20);

    /** For so long it is bright, and for so long not: a ramp on request takes half of that. */
    static final Duration HALF = Duration.ofSeconds(2);

    /** It blinks at least once. */
    public static final Duration SHORTEST = HALF.multipliedBy(2);

    /** Above this, full light is hardly brighter, and darker is not allowed. */
    static final LightLevel BRIGHTEST = LightLevel.percent(80);

    private static final LightLevel LITTLE = LightLevel.percent(10);

    private volatile @Nullable Span span;

    /** In real time since boot: a person looks at it, whatever time it is in a simulated world. */
    private record Span(Duration begin, Duration end) {

        boolean holds(Duration now) {
            return now.compareTo(begin) >= 0 && now.compareTo(end) < 0;
        }

        /** @return false in the second half of each turn, and when no whole turn is left */
        boolean bright(Duration now) {
            long half = now.minus(begin).dividedBy(HALF);
            Duration endOfTurn = begin.plus(HALF.multipliedBy(half + 2));
            return half % 2 == 0 && endOfTurn.compareTo(end) <= 0;
        }
    }

    /**
     * @param length {@link #SHORTEST} to {@link #LONGEST}
     * @param decided the level that holds now, and why
     * @param now real time; null if there is no clock
     */
    public synchronized LightResult begin(Duration length, LightDecision decided, @Nullable Moment now) {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the lamp blinks for %d to %d s, but %d s were asked for"
                    .formatted(SHORTEST.toSeconds(), LONGEST.toSeconds(), length.toSeconds()));
        }
        if (now == null) {
            return refused("there is no clock that could end it; try again when the gateway has started");
        }
        Span former = span;
        if (former != null && former.holds(now.sinceBoot())) {
            return refused("it blinks already, for %d s more"
                    .formatted(former.end().minus(now.sinceBoot()).toSeconds()));
        }
        if (!mayBlink(decided)) {
            return refused("rule %s holds the lamp at %s, which blinking must not disturb"
                    .formatted(decided.rule().label(), decided.level()));
        }
        if (decided.level().compareTo(BRIGHTEST) > 0) {
            return refused("the lamp burns at %s, so it could only blink by going darker, which is not allowed"
                    .formatted(decided.level()));
        }
        span = new Span(now.sinceBoot(), now.sinceBoot().plus(length));
        return new LightResult(
                Outcome.ACCEPTED,
                "the lamp blinks for %d s between %s and full light".formatted(length.toSeconds(), darkest(decided)));
    }

    /**
     * @param decided by the rules
     * @param now real time; null if there is no clock
     * @return what holds while it blinks; the decision itself while it does not
     */
    public LightDecision apply(LightDecision decided, @Nullable Moment now) {
        Span current = span;
        if (current == null || now == null || !current.holds(now.sinceBoot()) || !mayBlink(decided)) {
            return decided;
        }
        LightLevel level = current.bright(now.sinceBoot()) ? LightLevel.FULL : darkest(decided);
        Verdict blinking = new Verdict(LightRule.OVERRIDE, level, "blinks, so that somebody finds it");
        List<Verdict> trace = decided.trace().stream()
                .map(verdict -> verdict.rule() == LightRule.OVERRIDE ? blinking : verdict)
                .toList();
        return new LightDecision(
                level, LightRule.OVERRIDE, null, new Verdict(decided.rule(), decided.level(), decided.why()), trace);
    }

    private static LightLevel darkest(LightDecision decided) {
        return decided.level().atLeast(LITTLE);
    }

    private static boolean mayBlink(LightDecision decided) {
        return decided.rule().precedence() >= LightRule.OVERRIDE.precedence();
    }

    private static LightResult refused(String why) {
        return new LightResult(Outcome.REFUSED, why);
    }
}
