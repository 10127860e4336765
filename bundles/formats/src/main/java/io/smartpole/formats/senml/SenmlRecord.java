package io.smartpole.formats.senml;

import io.smartpole.core.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * One resolved SenML record (RFC 8428 4.6).
 *
 * @param name full name: {@code site/pole/component/quantity}
 * @param unit registered symbol; null if none
 * @param value number, yes/no or text
 * @param time seconds: since 1970 UTC if 2^28 or more, else relative to signing (RFC 8428 4.5.3)
 */
public record SenmlRecord(String name, @Nullable String unit, Value value, double time) {

    private static final double ABSOLUTE_FROM = 1 << 28;

    public boolean absoluteTime() {
        return time >= ABSOLUTE_FROM;
    }
}
