package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.ClockSource;
import io.smartpole.core.time.Moment;
import io.smartpole.evidence.ReadingQueue.Dropped;
import io.smartpole.evidence.store.Stretch;
import io.smartpole.formats.receiver.NextKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/** What the gateway says of its own records, as readings of component {@code gateway}. The README lists them. */
final class GatewayRecords {

    static final Series START = text("start");
    static final Series PREVIOUS_BOOT = text("previous-boot");
    static final Series PREVIOUS_KEY = text("previous-key");
    static final Series LAST_ALARM_SEQ = new Series("gateway", "last-alarm-seq", Unit.COUNT);
    static final Series LAST_MEASUREMENT_SEQ = new Series("gateway", "last-measurement-seq", Unit.COUNT);
    static final Series UNFINISHED = text("unfinished");
    static final Series VERSION = text("version");
    static final Series STOP = text("stop");
    static final Series GAP = text("gap");
    static final Series NEXT_KEY = new Series(NextKey.COMPONENT, NextKey.QUANTITY, null);
    static final Series CLOCK_MONO = new Series("gateway", "clock-mono", Unit.SECOND);
    static final Series CLOCK_SOURCE = text("clock-source");
    static final Series CLOCK_UNCERTAINTY = new Series("gateway", "clock-uncertainty", Unit.SECOND);

    private GatewayRecords() {}

    private static Series text(String quantity) {
        return new Series("gateway", quantity, null);
    }

    static List<Reading> start(Start start, String version, Moment world) {
        List<Reading> readings = new ArrayList<>();
        readings.add(START.alarm(Value.of(start.how().label()), world));
        readings.add(VERSION.alarm(Value.of(version), world));
        if (start.previousBoot() != null) {
            readings.add(PREVIOUS_BOOT.alarm(Value.of(start.previousBoot().hex()), world));
        }
        if (start.previousKey() != null) {
            readings.add(PREVIOUS_KEY.alarm(Value.of(start.previousKey().hex()), world));
        }
        readings.add(LAST_ALARM_SEQ.alarm(Value.of((double) start.lastAlarmSeq()), world));
        readings.add(LAST_MEASUREMENT_SEQ.alarm(Value.of((double) start.lastMeasurementSeq()), world));
        for (Lane lane : start.unfinished()) {
            readings.add(UNFINISHED.alarm(Value.of(lane.label()), world));
        }
        return readings;
    }

    static Reading stop(Moment world) {
        return STOP.alarm(Value.of("clean"), world);
    }

    /** The last of a key in each lane: which key comes next. */
    static Reading nextKey(Lane lane, EvidenceKey next, Moment world) {
        return new Reading(NEXT_KEY, Value.of(HexFormat.of().formatHex(next.publicKey())), world, lane);
    }

    /** Ties the time since boot to UTC: the record's own time is the UTC of its value. */
    static List<Reading> clock(Duration sinceBoot, ClockSource source, Moment world) {
        List<Reading> readings = new ArrayList<>();
        readings.add(CLOCK_MONO.alarm(Value.of(sinceBoot.toMillis() / 1000.0), world));
        readings.add(CLOCK_SOURCE.alarm(Value.of(source.name()), world));
        if (source.uncertainty() != null) {
            readings.add(CLOCK_UNCERTAINTY.alarm(Value.of(source.uncertainty().toMillis() / 1000.0), world));
        }
        return readings;
    }

    static Reading gap(Stretch lost, Moment world) {
        StringJoiner text = new StringJoiner(" ")
                .add("reason=" + lost.reason().label())
                .add("lane=" + lost.lane().label())
                .add("key=" + lost.key().hex())
                .add("first=" + lost.first())
                .add("last=" + lost.last())
                .add("batches=" + lost.batches());
        if (lost.readings() != Stretch.UNKNOWN) {
            text.add("readings=" + lost.readings());
        }
        text.add("before=" + lost.before()).add("after=" + lost.after());
        return GAP.alarm(Value.of(text.toString()), world);
    }

    /** It stands in the lane whose readings were dropped, in their place. */
    static Reading gap(Lane lane, Dropped dropped, Moment world) {
        String text = "reason=queue-full lane=%s readings=%d first=%s last=%s"
                .formatted(lane.label(), dropped.readings(), time(dropped.first()), time(dropped.last()));
        return new Reading(GAP, Value.of(text), world, lane);
    }

    private static String time(Moment moment) {
        return moment.trusted()
                ? moment.instant().toString()
                : "boot+" + moment.sinceBoot().toMillis() + "ms";
    }
}
