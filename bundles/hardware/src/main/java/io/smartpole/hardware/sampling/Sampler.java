package io.smartpole.hardware.sampling;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes round all sensors and inputs. One that fails does not keep the others from working. */
final class Sampler {

    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    private static final String GET_A_BOARD = "run the gateway on a Raspberry Pi, or with the simulation";

    /** Drivers wait 0.2 s at most, Pi4J 1 s for a bus; what takes this long, hangs in the kernel. */
    private static final Duration HANGING = Duration.ofSeconds(10);

    /** A board may come a moment after the profile; only then is its absence worth a line in the log. */
    private static final int TICKS_TO_WAIT_FOR_BOARD = 5;

    private final List<Watch> watches;
    private final List<String> withoutBoard;
    private final TimeSource time;
    private int ticks;
    private volatile @Nullable Turn turn;

    private record Turn(Watch watch, Duration since) {}

    /** @param withoutBoard the names of those that cannot work because this computer has no board for them */
    Sampler(List<Watch> watches, List<String> withoutBoard, TimeSource time) {
        this.watches = List.copyOf(watches);
        this.withoutBoard = List.copyOf(withoutBoard);
        this.time = time;
    }

    /** To be called every second of real time. */
    void tick() {
        for (Watch watch : watches) {
            turn = new Turn(watch, time.now().sinceBoot());
            watch.tick();
        }
        turn = null;
        if (++ticks == TICKS_TO_WAIT_FOR_BOARD && !withoutBoard.isEmpty()) {
            LOG.warn("{}; {}", noBoard(), GET_A_BOARD);
        }
    }

    private String noBoard() {
        return "no board: " + String.join(", ", withoutBoard) + " cannot be read";
    }

    void close() {
        watches.forEach(Watch::close);
    }

    HealthResult check() {
        Duration now = time.now().sinceBoot();
        Turn current = turn;
        if (current != null && now.minus(current.since).compareTo(HANGING) > 0) {
            return HealthResult.critical(
                    "no sensor is read: %s hangs for %d s"
                            .formatted(
                                    current.watch.name(),
                                    now.minus(current.since).toSeconds()),
                    current.watch.advice() + ", then restart the gateway");
        }
        List<String> messages = new ArrayList<>();
        List<String> actions = new ArrayList<>();
        if (!withoutBoard.isEmpty()) {
            messages.add(noBoard());
            actions.add(GET_A_BOARD);
        }
        for (Watch watch : watches) {
            Attempts.Trouble trouble = watch.trouble();
            if (trouble != null) {
                messages.add("%s for %d s: %s"
                        .formatted(watch.name(), now.minus(trouble.since()).toSeconds(), trouble.message()));
                actions.add(watch.advice());
            }
        }
        return messages.isEmpty()
                ? HealthResult.ok(watches.size() + " sensors and inputs work")
                : HealthResult.warn(String.join("; ", messages), String.join("; ", actions));
    }
}
