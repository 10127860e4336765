package io.smartpole.uplink;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are too large, on the way to this pole. They are skipped unread, but still take their time on the line, and
 * what the broker acknowledges stands behind them. One that the broker keeps (retained) comes again with each SUBSCRIBE.
 */
final class Obstacles {

    private final Set<String> shunned = new HashSet<>();
    private @Nullable Problem inTheWay;

    /** One has come. The topics of this pole alone cannot be done without; shared ones are not asked for anew. */
    void met(Target target, String topic, int bytes) {
        inTheWay = Problem.inTheWay(topic, bytes);
        boolean shared = target.subscriptions().stream()
                .anyMatch(subscription -> subscription.topic().equals(topic) && !subscription.vital());
        if (shared) {
            shunned.add(topic);
        }
    }

    /** All that was waited for has come, or the connection is gone. */
    void passed() {
        inTheWay = null;
    }

    void forget() {
        shunned.clear();
        inTheWay = null;
    }

    /** @return what to subscribe to */
    List<Subscription> around(List<Subscription> wanted) {
        return wanted.stream()
                .filter(subscription -> subscription.vital() || !shunned.contains(subscription.topic()))
                .toList();
    }

    /** @return what is to be said of topics that are not asked for */
    Optional<Problem> left() {
        return shunned.isEmpty() ? Optional.empty() : Optional.of(Problem.shunned(shunned));
    }

    /** @param silence what is wrong if nothing was in the way */
    Problem orElse(Problem silence) {
        return inTheWay == null ? silence : inTheWay;
    }
}
