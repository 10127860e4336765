package io.smartpole.tools.fleet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.tools.config.ConfigReported;
import io.smartpole.tools.fleet.FleetPole.Need;
import io.smartpole.tools.fleet.FleetPole.Presence;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fleet at one moment: losses first, then all poles, those that need somebody first. */
final class FleetTable {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int LONGEST_PROBLEM = 80;

    private final List<FleetPole> poles;
    private final List<FleetLoss> losses;
    private final Map<Need, Long> counts = new EnumMap<>(Need.class);
    private final Instant now;
    private final ZoneId zone;

    FleetTable(List<FleetPole> fleet, Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
        losses = FleetLoss.of(fleet, now);
        Set<String> lostTogether =
                losses.stream().flatMap(loss -> loss.poles().stream()).collect(Collectors.toSet());
        // A lost cabinet is told in one line; its poles must not hide the others.
        poles = fleet.stream()
                .sorted(Comparator.comparing((FleetPole pole) -> pole.need(now))
                        .thenComparing(pole -> lostTogether.contains(pole.name()))
                        .thenComparing(FleetPole::name))
                .toList();
        for (FleetPole pole : fleet) {
            counts.merge(pole.need(now), 1L, Long::sum);
        }
    }

    /** @return exit code: that of the pole that needs somebody most */
    int code() {
        return counts.keySet().stream().mapToInt(Need::code).max().orElse(ExitCode.OK);
    }

    /** @param most so many lines at most; what does not fit is counted */
    List<String> lines(int most) {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        for (FleetLoss loss : losses) {
            lines.add(Plain.text("ALARM  " + words(loss)));
        }
        lines.add("");
        Table table = new Table()
                .row("need", "pole", "cabinet/circuit/phase", "state", "what is wrong", "config", "software");
        int room = Math.max(1, most - lines.size() - 2);
        boolean allFit = poles.size() <= room + 1;
        for (FleetPole pole : allFit ? poles : poles.subList(0, room)) {
            row(pole, table);
        }
        lines.addAll(table.lines());
        if (!allFit) {
            lines.add("... and " + (poles.size() - room) + " more, none of them more urgent; --once shows all");
        }
        return lines;
    }

    private String summary() {
        String needs = Stream.of(Need.values())
                .map(need -> counts.getOrDefault(need, 0L) + " " + need.label())
                .collect(Collectors.joining(", "));
        long asleep = poles.stream()
                .filter(pole -> pole.presence() == Presence.ASLEEP)
                .count();
        return SECOND.format(now.atZone(zone)) + "  " + poles.size() + (poles.size() == 1 ? " pole: " : " poles: ")
                + needs + (asleep == 0 ? "" : "; " + asleep + " asleep");
    }

    private String words(FleetLoss loss) {
        return loss.where() + ": " + loss.poles().size() + " of the cabinet's " + loss.ofCabinet() + " poles lost "
                + (loss.since() == null
                        ? "before this command began"
                        : "together at " + SECOND.format(loss.since().atZone(zone)))
                + ": look at the cabinet (mains, fuses, its network) before the poles";
    }

    private void row(FleetPole pole, Table table) {
        PoleHealth health = pole.health();
        ConfigReported config = pole.config();
        String problem = pole.problem(now);
        table.row(
                pole.need(now).label(),
                pole.name(),
                health == null
                        ? ""
                        : Stream.of(health.cabinet(), health.circuit(), health.phase())
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining("/")),
                state(pole),
                problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM) + "...",
                config == null || config.revision() == 0
                        ? ""
                        : config.revision() + " " + config.outcome().label(),
                health == null ? "" : health.software());
    }

    private String state(FleetPole pole) {
        String word = pole.presence().label();
        if (pole.presence() == Presence.ONLINE || pole.presence() == Presence.UNKNOWN) {
            return word;
        }
        if (pole.since() != null) {
            return word + " since " + minute(pole.since());
        }
        Instant heard = pole.health() == null ? null : pole.health().time();
        return heard == null ? word : word + ", last health " + minute(heard);
    }

    private String minute(Instant time) {
        return MINUTE.format(time.atZone(zone));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("time", now.toString());
        ArrayNode alarms = json.putArray("alarms");
        for (FleetLoss loss : losses) {
            ObjectNode alarm = alarms.addObject()
                    .put("where", loss.where())
                    .put("since", text(loss.since()))
                    .put("lost", loss.poles().size())
                    .put("of", loss.ofCabinet());
            loss.poles().forEach(alarm.putArray("poles")::add);
        }
        ArrayNode list = json.putArray("poles");
        poles.forEach(pole -> list.add(toJson(pole)));
        return json;
    }

    private ObjectNode toJson(FleetPole pole) {
        PoleHealth health = pole.health();
        ConfigReported config = pole.config();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("pole", pole.name())
                .put("need", pole.need(now).label())
                .put("state", pole.presence().label());
        if (pole.presence() != Presence.ONLINE || pole.since() != null) {
            json.put("since", text(pole.since()));
        }
        return json.put("problem", pole.problem(now))
                .put("health", health == null ? null : health.status().name())
                .put("healthTime", health == null ? null : text(health.time()))
                .put("cabinet", health == null ? null : health.cabinet())
                .put("circuit", health == null ? null : health.circuit())
                .put("phase", health == null ? null : health.phase())
                .put("place", health == null ? null : health.place())
                .put("software", health == null ? null : health.software())
                .put("configRevision", config == null ? null : config.revision())
                .put("configOutcome", config == null ? null : config.outcome().label());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
