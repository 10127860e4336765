package org.eclipse.kura.message;

/** The answer to a request: a payload with a code, as in HTTP. */
public class KuraResponsePayload extends KuraPayload {

    public KuraResponsePayload(int responseCode) {
        addMetric("response.code", responseCode);
    }

    public int getResponseCode() {
        return getMetric("response.code") instanceof Integer code ? code : 0;
    }

    public void setExceptionMessage(String message) {
        addMetric("response.exception.message", message);
    }
}
