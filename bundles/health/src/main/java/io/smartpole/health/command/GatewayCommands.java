package io.smartpole.health.command;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.keys.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restarts the gateway, and lets it log more or less for a time. */
@Component
public final class GatewayCommands implements CommandHandler {

    /** Until then the answer is on its way. */
    static final long RESTART_AFTER_SECONDS = 3;

    /** Set to true by our launcher where somebody starts the gateway again when a bundle has stopped the framework. */
    private static final String SUPERVISED = "smartpole.supervised";

    private static final String RESTART = "gateway.restart";
    private static final String LOG_LEVEL = "log.level";

    /** Only our own logs are known to hold no secrets, whatever their level. */
    private static final String OURS = "io\\.smartpole(\\.[A-Za-z0-9_$]{1,40}){0,8}";

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCommands.class);

    private final Bundle framework;
    private final boolean comesBack;
    private final boolean javaLogs;
    private final ScheduledExecutorService later;
    private final LogLevels levels = new LogLevels();

    // Guarded by this:
    private boolean restarting;
    private final Map<String, Future<?>> ends = new HashMap<>();

    @Activate
    public GatewayCommands(BundleContext context) {
        this(
                context.getBundle(0),
                "true".equals(context.getProperty(SUPERVISED)),
                LoggerFactory.getILoggerFactory().getClass().getSimpleName().startsWith("JDK14"),
                later());
    }

    /**
     * @param comesBack whether somebody starts the gateway again when it has stopped itself
     * @param javaLogs whether it logs through java.util.logging
     */
    GatewayCommands(Bundle framework, boolean comesBack, boolean javaLogs, ScheduledExecutorService later) {
        this.framework = framework;
        this.comesBack = comesBack;
        this.javaLogs = javaLogs;
        this.later = later;
    }

    private static ScheduledExecutorService later() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gateway-commands");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Deactivate
    void stop() {
        later.shutdownNow();
        levels.putAllBack();
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(
                new CommandKind(RESTART, Role.CONFIG, Pace.QUICK), new CommandKind(LOG_LEVEL, Role.CONFIG, Pace.QUICK));
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) {
        return switch (request.kind()) {
            case RESTART -> restart(request);
            case LOG_LEVEL -> logLevel(request);
            default -> throw new IllegalArgumentException("not for this handler: " + request.kind());
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it throws, it logs itself
    private synchronized CommandResult restart(CommandRequest request) {
        request.takesOnly();
        if (!comesBack) {
            return CommandResult.refused(
                    "NOT_SUPPORTED", "nobody would start this gateway again: it does not run with --supervised");
        }
        if (!restarting) {
            restarting = true;
            LOG.warn("'{}' restarts the gateway", request.by());
            later.schedule(() -> restartNow(), RESTART_AFTER_SECONDS, TimeUnit.SECONDS);
        }
        return CommandResult.done("the gateway restarts in %d s".formatted(RESTART_AFTER_SECONDS));
    }

    /** Not Bundle.update(), by which a framework restarts in the same process: native libraries do not load twice there. */
    private synchronized void restartNow() {
        try {
            framework.stop();
        } catch (BundleException | RuntimeException e) {
            restarting = false;
            LOG.error("the gateway cannot be restarted", e);
        }
    }

    private synchronized CommandResult logLevel(CommandRequest request) {
        request.takesOnly("logger", "level", "seconds");
        String logger = request.text("logger", 200)
                .filter(name -> name.matches(OURS))
                .orElseThrow(() -> new IllegalArgumentException(
                        "logger must be io.smartpole or the name of a package or class below it"));
        String name = request.text("level", 10)
                .filter(LogLevels.LEVELS::containsKey)
                .orElseThrow(() -> new IllegalArgumentException("level must be ERROR, WARN, INFO, DEBUG or TRACE"));
        Duration length = request.seconds(Duration.ofSeconds(1), LONGEST, AN_HOUR);
        if (!javaLogs) {
            return CommandResult.refused(
                    "NOT_SUPPORTED", "this gateway logs through a framework whose levels are set in its own files");
        }
        Level level = Objects.requireNonNull(LogLevels.LEVELS.get(name));
        long change = levels.set(logger, level);
        Future<?> past =
                ends.put(logger, later.schedule(() -> putBack(logger, change), length.toSeconds(), TimeUnit.SECONDS));
        if (past != null) {
            past.cancel(false);
        }
        LOG.info("'{}' sets the log level of {} to {} for {} s", request.by(), logger, name, length.toSeconds());
        return CommandResult.done(
                "%s logs at %s for %d s, at most until the next restart".formatted(logger, name, length.toSeconds()));
    }

    private synchronized void putBack(String logger, long change) {
        if (levels.putBack(logger, change)) {
            ends.remove(logger);
            LOG.info("the log level of {} is what it was", logger);
        }
    }
}
