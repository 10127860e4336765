package io.smartpole.uplink;

import io.smartpole.core.time.Moment;
import io.smartpole.uplink.socket.UnexpectedAnswer;
import io.smartpole.uplink.tls.TlsProblem;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection, for the person who has to do something about it.
 *
 * @param what what is wrong
 * @param action what to do
 * @param side where it comes from
 */
record Problem(String what, String action, Side side) {

    /** Where a problem comes from. It decides how widely the poles of a city spread their next attempts. */
    enum Side {
        /** The broker said or did it: it may do so to all poles in the same second. */
        BROKER,
        /** The line to this pole, as far as can be seen. */
        LINE
    }

    /** @param now tells whether a certificate has expired */
    static Problem of(Throwable cause, Target target, Moment now) {
        Optional<TlsProblem> tls = TlsProblem.of(cause, target.endpoint().uri().getHost(), now);
        if (tls.isPresent()) {
            return broker(tls.get().what(), tls.get().action());
        }
        Problem known = null;
        for (Throwable t = cause; t != null && known == null; t = t.getCause()) {
            known = known(t, target);
        }
        return known != null ? known : broker("the connection failed: " + cause, "look into the broker's log");
    }

    private static @Nullable Problem known(Throwable cause, Target target) {
        String uriKey = target.endpoint().name() + ".uri";
        if (cause instanceof UnexpectedAnswer answer) {
            return unexpected(answer, target.endpoint());
        } else if (cause instanceof UnknownHostException) {
            return line(
                    "the host " + target.endpoint().uri().getHost() + " is unknown",
                    "check " + uriKey + ", the name server and the mobile connection");
        } else if (cause instanceof ConnectException && says(cause, "refused")) {
            return broker(
                    "the broker refused the connection: nothing listens there",
                    "check host and port in " + uriKey + ", and whether the broker runs");
        } else if (cause instanceof SocketException && says(cause, "Network is unreachable")) {
            return line("there is no network", "check the mobile connection: modem, antenna, SIM card");
        } else if (cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException
                || (cause instanceof SocketException && says(cause, "timed out"))) {
            return line("the broker cannot be reached", "check the mobile connection and the firewall, then " + uriKey);
        } else if (cause instanceof EOFException) {
            return broker(
                    "the broker closed the connection",
                    "look into the broker's log; if it happens again and again, check that no other client uses the"
                            + " client id '" + target.clientId() + "'");
        } else if (cause instanceof SocketException && (says(cause, "reset") || says(cause, "Broken pipe"))) {
            return broker( // most likely: a broker that breaks down resets those of all poles
                    "the connection was reset, by the broker or by something on the way",
                    "check the line to the broker, and whether port and scheme in " + uriKey + " belong together");
        } else if (cause instanceof SocketException) {
            return line("the connection broke: " + cause.getMessage(), "check the line to the broker, then " + uriKey);
        } else if (cause instanceof SSLException && cause.getCause() == null) {
            return broker(
                    "TLS failed: " + cause.getMessage(),
                    "check tls.trusted, tls.certificate, and whether port and scheme in " + uriKey
                            + " belong together");
        } else if (cause instanceof MqttException mqtt) {
            return refused(mqtt.getReasonCode(), target);
        }
        return null;
    }

    /** The Java runtime tells some faults of the network apart only by what the operating system said. */
    private static boolean says(Throwable cause, String text) {
        return cause.getMessage() != null && cause.getMessage().contains(text);
    }

    private static Problem unexpected(UnexpectedAnswer answer, Endpoint endpoint) {
        String uriKey = endpoint.name() + ".uri";
        String portal =
                "; if it is right, a captive portal may answer in the broker's place: check the mobile contract";
        return switch (answer.kind()) {
            case WEB_SERVER ->
                broker(
                        "no MQTT broker: " + answer.getMessage(),
                        "check host and port in " + uriKey + " (wss:// for MQTT over WebSocket)" + portal);
            case TLS_SERVER ->
                broker("no plain MQTT broker: " + answer.getMessage(), "check port and scheme in " + uriKey);
            case NO_BROKER ->
                broker("no MQTT broker: " + answer.getMessage(), "check host and port in " + uriKey + portal);
            case NO_WEBSOCKET ->
                broker(
                        "MQTT over WebSocket does not begin: " + answer.getMessage(),
                        "check host, port and path in " + uriKey + ", and whether the broker behind the web server runs"
                                + portal);
            case MALFORMED ->
                broker(
                        "the broker sent what MQTT 3.1.1 does not allow: " + answer.getMessage(),
                        "report it to those who run the broker, with its log");
        };
    }

    /** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3) and those of Paho that name a cause of their own. */
    private static @Nullable Problem refused(int code, Target target) {
        String name = target.endpoint().name();
        String clientId = target.clientId();
        return switch (code) {
            case MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION ->
                broker("the broker does not speak MQTT 3.1.1", "use a broker that does");
            case MqttException.REASON_CODE_INVALID_CLIENT_ID ->
                broker(
                        "the broker refuses the client id '" + clientId + "'",
                        "set " + name + ".client-id to one that it allows");
            case MqttException.REASON_CODE_BROKER_UNAVAILABLE ->
                broker("the broker says that its service is not available", "look into the broker's log");
            case MqttException.REASON_CODE_FAILED_AUTHENTICATION ->
                broker(
                        "the broker refuses user name or password",
                        "correct " + name + ".user and " + name + ".password");
            case MqttException.REASON_CODE_NOT_AUTHORIZED ->
                broker(
                        "the broker does not authorise the client id '" + clientId + "'",
                        "allow this pole on the broker, or correct " + name + ".user, " + name
                                + ".password or tls.certificate");
            case MqttException.REASON_CODE_CLIENT_TIMEOUT, MqttException.REASON_CODE_WRITE_TIMEOUT ->
                line("the broker no longer answered", "check the line to the broker, then the broker");
            default -> null;
        };
    }

    /** @param state in which nothing came back in time */
    static Problem silent(LinkState state) {
        return line(
                "the broker did not answer within " + state.limit().toSeconds() + " s while " + state.doing(),
                "check the line to the broker, then whether it is overloaded");
    }

    /** @param patience how long no message was acknowledged */
    static Problem unacknowledged(Duration patience) {
        return line(
                "the broker has acknowledged nothing for " + patience.toSeconds() + " s",
                "check the line to the broker, then its log");
    }

    static Problem subscriptionRefused(Subscription refused, String clientId) {
        return broker(
                "the broker does not grant QoS " + refused.qos() + " on " + refused.topic()
                        + (refused.vital()
                                ? ", so neither receipts nor commands would arrive"
                                : ", so what is said to that group or zone may not arrive"),
                "allow the client '" + clientId + "' to read that topic on the broker");
    }

    /** A message that is skipped still takes its time on the line, and what the broker acknowledges stands behind it. */
    static Problem inTheWay(String topic, int bytes) {
        return line(
                "a message of " + bytes + " bytes on " + topic + " holds up everything else",
                "find out who published it; clear it on the broker if it is kept there (retained), and limit the size of"
                        + " messages there");
    }

    static Problem shunned(Collection<String> topics) {
        return broker(
                "messages that are too large came on " + String.join(", ", topics)
                        + ", so these topics are not asked for anew",
                "find out who published them; clear those that the broker keeps (retained)");
    }

    /** A publish was passed over in the broker's acknowledgements. */
    static Problem leftOut(String topic, String clientId) {
        return line(
                "the broker does not acknowledge what is published on " + topic,
                "allow the client '" + clientId + "' to publish on that topic on the broker");
    }

    /** The broker has closed several connections that were up. MQTT 3.1.1 does not say why. */
    static Problem takenOver(String clientId) {
        return broker(
                "the broker closes the connection again and again: most likely another client uses the client id '"
                        + clientId + "'",
                "give each pole its own site and number, or client id; the broker's log names the other client's address");
    }

    static Problem ownFault(Throwable fault) {
        return line("the uplink failed by its own fault: " + fault, "report this, with the log");
    }

    private static Problem broker(String what, String action) {
        return new Problem(what, action, Side.BROKER);
    }

    private static Problem line(String what, String action) {
        return new Problem(what, action, Side.LINE);
    }
}
