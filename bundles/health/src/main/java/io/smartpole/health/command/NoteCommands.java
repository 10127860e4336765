package io.smartpole.health.command;

import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandKind.Pace;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.Role;
import io.smartpole.core.time.TimeSource;
import io.smartpole.health.HealthRounds;
import io.smartpole.health.NoteDesk;
import io.smartpole.health.Remark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets operations say that they know what is wrong, and that somebody works on the pole. */
@Component
public final class NoteCommands implements CommandHandler {

    private static final String ACKNOWLEDGE = "health.acknowledge";
    private static final String MAINTENANCE = "health.maintenance";
    private static final String END_MAINTENANCE = "health.maintenance.end";

    private static final int LONGEST_NOTE = 200;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration A_WEEK = Duration.ofDays(7);
    private static final Duration A_VISIT = Duration.ofHours(4);

    private final TimeSource time;
    private final HealthRounds rounds;
    private final NoteDesk desk;

    @Activate
    public NoteCommands(@Reference TimeSource time, @Reference HealthRounds rounds, @Reference NoteDesk desk) {
        this.time = time;
        this.rounds = rounds;
        this.desk = desk;
    }

    @Override
    public List<CommandKind> kinds() {
        return List.of(
                new CommandKind(ACKNOWLEDGE, Role.CONFIG, Pace.QUICK),
                new CommandKind(MAINTENANCE, Role.CONFIG, Pace.QUICK),
                new CommandKind(END_MAINTENANCE, Role.CONFIG, Pace.QUICK));
    }

    @Override
    public CommandResult execute(CommandRequest request, Progress progress) {
        try {
            CommandResult result = switch (request.kind()) {
                case ACKNOWLEDGE -> acknowledge(request);
                case MAINTENANCE -> maintain(request);
                case END_MAINTENANCE -> end(request);
                default -> throw new IllegalArgumentException("not for this handler: " + request.kind());
            };
            rounds.wake();
            return result;
        } catch (IOException e) {
            return CommandResult.failed("NOT_STORED", "it cannot be kept on disk, so it does not hold: " + e);
        }
    }

    private CommandResult acknowledge(CommandRequest request) throws IOException {
        request.takesOnly("check", "note", "seconds");
        List<HealthReport.Check> checks = rounds.report().checks();
        String name = request.text("check", 64)
                .orElseThrow(() -> new IllegalArgumentException("check is missing: one of " + names(checks)));
        Remark remark = remark(request, A_WEEK);
        HealthReport.Check check = checks.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check has that name; there are " + names(checks)));
        HealthStatus status = check.result().status();
        if (status == HealthStatus.OK) {
            return CommandResult.refused(
                    "NOT_NEEDED", name + " is OK: " + check.result().message());
        }
        desk.acknowledge(check, remark);
        return CommandResult.done(
                "%s %s is acknowledged until it changes, %s".formatted(name, status, end(remark.until(), "at most ")));
    }

    private CommandResult maintain(CommandRequest request) throws IOException {
        request.takesOnly("note", "seconds");
        Remark remark = remark(request, A_VISIT);
        desk.maintain(remark);
        return CommandResult.done("maintenance " + end(remark.until(), ""));
    }

    private CommandResult end(CommandRequest request) throws IOException {
        request.takesOnly();
        return desk.endMaintenance()
                ? CommandResult.done("maintenance has ended")
                : CommandResult.refused("NOT_NEEDED", "there is no maintenance");
    }

    private Remark remark(CommandRequest request, Duration fallback) {
        return Remark.of(
                request.by(),
                request.text("note", LONGEST_NOTE).orElse(""),
                request.seconds(SHORTEST, NoteDesk.LONGEST, fallback),
                time.now());
    }

    private static String end(@Nullable Instant until, String how) {
        return until == null
                ? how + "for the time that was asked for, and not beyond a restart, since the clock is not set"
                : how + "until " + until.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String names(List<HealthReport.Check> checks) {
        return checks.stream().map(HealthReport.Check::name).collect(Collectors.joining(", "));
    }
}
