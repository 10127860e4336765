package io.smartpole.formats.senml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.Cbor;
import io.smartpole.formats.cose.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SenML packs in CBOR (RFC 8428 6). Labels: 0 n, 1 u, 2 v, 3 vs, 4 vb, 6 t, -1 bver, -2 bn, -3 bt. The base values stand
 * in the first record.
 */
public final class SenmlCbor {

    private static final int NAME = 0;
    private static final int UNIT = 1;
    private static final int NUMBER = 2;
    private static final int TEXT = 3;
    private static final int FLAG = 4;
    private static final int TIME = 6;
    private static final int BASE_VERSION = -1;
    private static final int BASE_NAME = -2;
    private static final int BASE_TIME = -3;

    /** Version 10 of RFC 8428 plus feature 4, secondary units (RFC 9100). */
    private static final int VERSION_WITH_SECONDARY_UNITS = 26;

    private SenmlCbor() {}

    /**
     * @param baseName {@code site/pole/}
     * @param readings at least one; all measured in this boot
     * @param signing the world's moment of signing; if its clock is not trusted, times are written relative to it
     */
    public static byte[] encode(String baseName, List<Reading> readings, Moment signing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + 40 * readings.size());
        boolean secondary = readings.stream()
                .anyMatch(reading -> reading.series().unit() != null
                        && reading.series().unit().secondary());
        long baseSeconds =
                readings.isEmpty() ? 0 : readings.get(0).time().instant().getEpochSecond();
        try (CBORGenerator cbor = Cbor.FACTORY.createGenerator(out)) {
            cbor.writeStartArray(null, readings.size());
            boolean first = true;
            for (Reading reading : readings) {
                double time = signing.trusted()
                        ? (reading.time().instant().toEpochMilli() - baseSeconds * 1000) / 1000.0
                        : -Math.max(0, signing.since(reading.time()).toMillis()) / 1000.0;
                int base = first ? 1 + (secondary ? 1 : 0) + (signing.trusted() ? 1 : 0) : 0;
                int size = 2 + (reading.series().unit() != null ? 1 : 0) + (time != 0 ? 1 : 0) + base;
                cbor.writeStartObject(null, size);
                writeOwn(cbor, reading, time);
                if (first) {
                    writeBase(cbor, baseName, secondary, signing.trusted(), baseSeconds);
                    first = false;
                }
                cbor.writeEndObject();
            }
            cbor.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static void writeOwn(CBORGenerator cbor, Reading reading, double time) throws IOException {
        cbor.writeFieldId(NAME);
        cbor.writeString(reading.series().name());
        if (reading.series().unit() != null) {
            cbor.writeFieldId(UNIT);
            cbor.writeString(reading.series().unit().symbol());
        }
        if (reading.value() instanceof Value.Numeric value) {
            cbor.writeFieldId(NUMBER);
            writeNumber(cbor, value.number());
        } else if (reading.value() instanceof Value.Text value) {
            cbor.writeFieldId(TEXT);
            cbor.writeString(value.text());
        } else if (reading.value() instanceof Value.Flag value) {
            cbor.writeFieldId(FLAG);
            cbor.writeBoolean(value.set());
        }
        if (time != 0) {
            cbor.writeFieldId(TIME);
            writeNumber(cbor, time);
        }
    }

    private static void writeBase(
            CBORGenerator cbor, String baseName, boolean secondary, boolean trusted, long baseSeconds)
            throws IOException {
        if (secondary) {
            cbor.writeFieldId(BASE_VERSION);
            cbor.writeNumber(VERSION_WITH_SECONDARY_UNITS);
        }
        cbor.writeFieldId(BASE_NAME);
        cbor.writeString(baseName);
        if (trusted) {
            cbor.writeFieldId(BASE_TIME);
            cbor.writeNumber(baseSeconds);
        }
    }

    private static void writeNumber(CBORGenerator cbor, double number) throws IOException {
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            cbor.writeNumber((long) number);
        } else {
            cbor.writeNumber(number);
        }
    }

    /**
     * @return the records, with base values resolved
     * @throws FormatException if this is not a pack, or has a record that cannot be understood
     */
    public static List<SenmlRecord> decode(byte[] pack) throws FormatException {
        JsonNode array;
        try (var cbor = Cbor.FACTORY.createParser(pack)) {
            array = Cbor.MAPPER.readTree(cbor);
            if (array == null || !array.isArray() || cbor.nextToken() != null) {
                throw new FormatException("a SenML pack must be one array");
            }
        } catch (IOException e) {
            throw new FormatException("SenML pack cannot be read: " + e.getMessage(), e);
        }
        List<SenmlRecord> records = new ArrayList<>(array.size());
        String baseName = "";
        double baseTime = 0;
        for (JsonNode record : array) {
            baseName = textOr(record, BASE_NAME, baseName);
            baseTime = numberOr(record, BASE_TIME, baseTime);
            double version = numberOr(record, BASE_VERSION, 10);
            if (version != 10 && version != VERSION_WITH_SECONDARY_UNITS) {
                throw new FormatException("SenML version " + version + " is not understood");
            }
            records.add(new SenmlRecord(
                    baseName + textOr(record, NAME, ""),
                    unit(record),
                    value(record),
                    baseTime + numberOr(record, TIME, 0)));
        }
        return records;
    }

    private static @Nullable String unit(JsonNode record) throws FormatException {
        String unit = textOr(record, UNIT, "");
        return unit.isEmpty() ? null : unit;
    }

    private static Value value(JsonNode record) throws FormatException {
        JsonNode number = get(record, NUMBER);
        JsonNode text = get(record, TEXT);
        JsonNode flag = get(record, FLAG);
        try {
            if (number != null && number.isNumber() && text == null && flag == null) {
                return Value.of(number.doubleValue());
            }
            if (text != null && text.isTextual() && number == null && flag == null) {
                return Value.of(text.textValue());
            }
            if (flag != null && flag.isBoolean() && number == null && text == null) {
                return Value.of(flag.booleanValue());
            }
        } catch (IllegalArgumentException e) {
            throw new FormatException("SenML record: " + e.getMessage(), e);
        }
        throw new FormatException("a SenML record must have exactly one of v, vs and vb, of the right type");
    }

    private static String textOr(JsonNode record, int label, String otherwise) throws FormatException {
        JsonNode node = get(record, label);
        if (node != null && !node.isTextual()) {
            throw new FormatException("SenML label " + label + " must be text");
        }
        return node == null ? otherwise : node.textValue();
    }

    private static double numberOr(JsonNode record, int label, double otherwise) throws FormatException {
        JsonNode node = get(record, label);
        if (node != null && !node.isNumber()) {
            throw new FormatException("SenML label " + label + " must be a number");
        }
        return node == null ? otherwise : node.doubleValue();
    }

    private static @Nullable JsonNode get(JsonNode record, int label) {
        return record.get(Integer.toString(label));
    }
}
