package io.smartpole.uplink.socket;

import java.io.IOException;

/** What came over the line is not what an MQTT broker says there. The message says what it was. */
public final class UnexpectedAnswer extends IOException {

    private static final long serialVersionUID = 1;

    /** What it was. */
    public enum Kind {
        /** A web server speaks where a broker was expected: a wrong port, or a captive portal. */
        WEB_SERVER,
        /** A TLS server speaks where plain MQTT was expected. */
        TLS_SERVER,
        /** Something else answers. */
        NO_BROKER,
        /** The web server in front of the broker did not switch to WebSocket (RFC 6455, 4.1). */
        NO_WEBSOCKET,
        /** It began well, and then broke the rules of MQTT 3.1.1 or of RFC 6455. */
        MALFORMED
    }

    private final Kind kind;

    /** @param message what was received, in words that go on after "the broker" */
    public UnexpectedAnswer(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
