package org.eclipse.kura.message;

import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values ("metrics": text, numbers, booleans, bytes) and a body of bytes. */
public class KuraPayload {

    private final Map<String, Object> metrics = new HashMap<>();
    private @Nullable Date timestamp;
    private byte @Nullable [] body;

    public @Nullable Object getMetric(String name) {
        return metrics.get(name);
    }

    public void addMetric(String name, Object value) {
        metrics.put(name, value);
    }

    public byte @Nullable [] getBody() {
        return body;
    }

    public void setBody(byte @Nullable [] body) {
        this.body = body;
    }

    public @Nullable Date getTimestamp() {
        return timestamp;
    }

    public void setTimestamp(@Nullable Date timestamp) {
        this.timestamp = timestamp;
    }
}
