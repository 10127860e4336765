package io.smartpole.tools.receive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.reading.Value;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.tools.terminal.Plain;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Verified readings as lines of text. */
final class Readings {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private Readings() {}

    /** @return {@code 2026-11-01 13:00:00.250  dormagen/p-1      bme280/temperature             25.08 Cel} */
    static String row(SenmlRecord record, BatchHeader header, ZoneId zone) {
        String time = Verified.timeOf(record)
                .map(instant -> LOCAL.format(instant.atZone(zone)))
                .orElseGet(() -> String.format(Locale.ROOT, "%.3f s, no clock", record.time()));
        String unit = record.unit() == null ? "" : record.unit();
        String row = String.format(
                Locale.ROOT,
                "%-23s  %-16s  %-28s %10s %s",
                time,
                header.site() + "/" + header.pole(),
                nameOf(record, header),
                text(record.value()),
                unit);
        return Plain.text(row).stripTrailing();
    }

    /** @return one JSON object; {@code relative} in seconds to signing instead of {@code time} where there was no clock */
    static String json(SenmlRecord record, BatchHeader header) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Optional<Instant> time = Verified.timeOf(record);
        if (time.isPresent()) {
            node.put("time", time.get().toString());
        } else {
            node.put("relative", record.time());
        }
        node.put("site", header.site());
        node.put("pole", header.pole());
        node.put("name", nameOf(record, header));
        if (record.value() instanceof Value.Numeric value) {
            node.put("value", value.number());
        } else if (record.value() instanceof Value.Flag value) {
            node.put("value", value.set());
        } else if (record.value() instanceof Value.Text value) {
            node.put("value", value.text());
        }
        if (record.unit() != null) {
            node.put("unit", record.unit());
        }
        node.put("lane", header.lane().label());
        node.put("seq", header.seq());
        return node.toString();
    }

    private static String nameOf(SenmlRecord record, BatchHeader header) {
        return record.name().substring(header.topics().baseName().length());
    }

    private static String text(Value value) {
        if (value instanceof Value.Numeric numeric) {
            return BigDecimal.valueOf(numeric.number()).stripTrailingZeros().toPlainString();
        }
        if (value instanceof Value.Flag flag) {
            return flag.set() ? "yes" : "no";
        }
        return ((Value.Text) value).text();
    }
}
