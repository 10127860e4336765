package io.smartpole.lighting;

import io.smartpole.core.time.Moment;
import io.smartpole.lighting.decision.LightInputs;
import io.smartpole.lighting.program.Scheduled;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.settings.Commissioning;
import io.smartpole.lighting.sun.Daylight;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what a decision was made from into plain words, for people who ask why the light is as it is. */
final class Explanation {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Explanation() {}

    /** @return name of the input to what it was, in the order in which it is read */
    static Map<String, String> inputs(Cycle cycle) {
        LightInputs in = cycle.inputs();
        Moment world = cycle.world();
        Daylight sky = in.daylight();
        ZoneId zone = sky == null ? ZoneOffset.UTC : sky.place().zone();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("clock", clock(world, zone));
        words.put("sun", sun(sky, zone));
        words.put("supply", supply(in));
        words.put("photocell", in.photocell().words());
        words.put("program", program(in.scheduled(), sky, zone));
        words.put("commissioning", commissioning(in.settings().commissioning()));
        words.put("requests", requests(in));
        words.put(
                "lamp",
                switch (cycle.phase()) {
                    case THERE -> "is told what was decided";
                    case RAMPING -> "on its way to what was decided";
                    case WAITING ->
                        "has to stay as it is a little longer: least times on and off of the hardware profile";
                });
        return words;
    }

    private static String clock(@Nullable Moment world, ZoneId zone) {
        if (world == null) {
            return "there is none";
        }
        return local(world.instant(), zone) + (world.trusted() ? ", trusted" : ", not trusted");
    }

    private static String sun(@Nullable Daylight sky, ZoneId zone) {
        if (sky == null) {
            return "not known without a trusted clock and a place";
        }
        String now = sky.day() ? "day" : "night";
        return sky.next() == null
                ? now + ", and so for the next 24 h"
                : "%s until %s".formatted(now, local(sky.next(), zone));
    }

    private static String supply(LightInputs in) {
        return switch (in.supply()) {
            case PERMANENT -> "permanent";
            case BUFFERED -> "buffered by a battery";
            case NIGHT_SWITCHED -> "switched by the cabinet: mains mean light";
            case HALF_NIGHT_PHASE -> "switched by the cabinet, with a half-night phase: mains mean light";
        };
    }

    private static String program(@Nullable Scheduled scheduled, @Nullable Daylight sky, ZoneId zone) {
        if (scheduled == null) {
            return sky == null ? "not followed while clock or place are not known" : "none for this night";
        }
        return "%s until %s".formatted(scheduled.why(), local(scheduled.until(), zone));
    }

    private static String commissioning(@Nullable Commissioning record) {
        if (record == null) {
            return "no record, so no dimming";
        }
        return "%s reduced to %s, floor %s%s, approved by %s on %s"
                .formatted(
                        record.rated(),
                        record.reduced(),
                        record.floor(),
                        record.crossing() ? ", crossing: never dimmed" : record.nightOff() ? ", night-off allowed" : "",
                        record.approver(),
                        record.date());
    }

    private static String requests(LightInputs in) {
        List<String> held = new ArrayList<>();
        add(held, "local service", in.localService());
        add(held, "emergency", in.emergency());
        add(held, "override", in.override());
        return held.isEmpty() ? "none" : String.join(", ", held);
    }

    private static void add(List<String> held, String name, @Nullable TimedRequest request) {
        if (request != null) {
            held.add(name + " at " + request.level());
        }
    }

    private static String local(Instant at, ZoneId zone) {
        return LOCAL.format(at.atZone(zone)) + (zone.equals(ZoneOffset.UTC) ? " UTC" : "");
    }
}
