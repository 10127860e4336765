package io.smartpole.health.command;

import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Changes levels of java.util.logging, and knows how to put them back. */
final class LogLevels {

    static final int MOST = 16;

    /** The names that slf4j, and so our logs, use. */
    static final Map<String, Level> LEVELS = Map.of(
            "ERROR", Level.SEVERE,
            "WARN", Level.WARNING,
            "INFO", Level.INFO,
            "DEBUG", Level.FINE,
            "TRACE", Level.FINEST);

    private final Map<String, Changed> changed = new HashMap<>();
    private long changes;

    /**
     * @param logger held: java.util.logging forgets loggers that nobody holds
     * @param before null if it had none of its own
     * @param number of this change
     */
    private record Changed(Logger logger, @Nullable Level before, long number) {}

    /**
     * @return number of this change, for {@link #putBack}
     * @throws IllegalArgumentException if too many are changed already
     */
    synchronized long set(String name, Level level) {
        Changed past = changed.get(name);
        if (past == null && changed.size() >= MOST) {
            throw new IllegalArgumentException(
                    "logger must be one of the %d that are changed already: %s".formatted(MOST, changed.keySet()));
        }
        Logger logger = Logger.getLogger(name);
        changed.put(name, new Changed(logger, past == null ? logger.getLevel() : past.before, ++changes));
        logger.setLevel(level);
        return changes;
    }

    /** @param number does nothing if that logger was changed again since */
    synchronized boolean putBack(String name, long number) {
        Changed past = changed.get(name);
        if (past == null || past.number != number) {
            return false;
        }
        changed.remove(name);
        past.logger.setLevel(past.before);
        return true;
    }

    synchronized void putAllBack() {
        changed.values().forEach(each -> each.logger.setLevel(each.before));
        changed.clear();
    }
}
