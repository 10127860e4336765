package io.smartpole.uplink;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection, for the person who has to do something about it.
 *
 * @param what what is wrong
 * @param action what to do
 */
record Problem(String what, String action) {

    static Problem of(Throwable cause, Target target) {
        Problem known = null;
        for (Throwable t = cause; t != null && known == null; t = t.getCause()) {
            known = known(t, target.endpoint(), target.clientId());
        }
        return known != null ? known : new Problem("the connection failed: " + cause, "look into the broker's log");
    }

    private static @Nullable Problem known(Throwable cause, Endpoint endpoint, String clientId) {
        String uriKey = endpoint.name() + ".uri";
        if (cause instanceof UnknownHostException) {
            return new Problem(
                    "the host " + endpoint.uri().getHost() + " is unknown",
                    "check " + uriKey + ", the name server and the mobile connection");
        } else if (cause instanceof ConnectException) {
            return new Problem(
                    "the broker refused the connection: nothing listens there",
                    "check host and port in " + uriKey + ", and whether the broker runs");
        } else if (cause instanceof NoRouteToHostException || cause instanceof SocketTimeoutException) {
            return new Problem(
                    "the broker cannot be reached", "check the mobile connection and the firewall, then " + uriKey);
        } else if (cause instanceof SSLException) {
            return new Problem(
                    "TLS failed: " + cause.getMessage(),
                    "check the broker's certificate, its host name, and whether port and scheme in " + uriKey
                            + " belong together");
        } else if (cause instanceof EOFException) {
            return new Problem(
                    "the broker closed the connection",
                    "if it happens again and again, another client uses the client id '" + clientId
                            + "': give each pole its own; else look into the broker's log");
        } else if (cause instanceof SocketException) {
            return new Problem(
                    "the connection broke: " + cause.getMessage(),
                    "check the mobile connection, and whether port and scheme in " + uriKey + " belong together");
        } else if (cause instanceof MqttException mqtt) {
            return refused(mqtt.getReasonCode(), endpoint, clientId);
        }
        return null;
    }

    /** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3) and those of Paho that name a cause of their own. */
    private static @Nullable Problem refused(int code, Endpoint endpoint, String clientId) {
        return switch (code) {
            case MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION ->
                new Problem("the broker does not speak MQTT 3.1.1", "use a broker that does");
            case MqttException.REASON_CODE_INVALID_CLIENT_ID ->
                new Problem(
                        "the broker refuses the client id '" + clientId + "'",
                        "set " + endpoint.name() + ".client-id to one that it allows");
            case MqttException.REASON_CODE_BROKER_UNAVAILABLE ->
                new Problem("the broker says that its service is not available", "look into the broker's log");
            case MqttException.REASON_CODE_FAILED_AUTHENTICATION ->
                new Problem(
                        "the broker refuses user name or password",
                        "correct " + endpoint.name() + ".user and " + endpoint.name() + ".password");
            case MqttException.REASON_CODE_NOT_AUTHORIZED ->
                new Problem(
                        "the broker does not authorise the client id '" + clientId + "'",
                        "allow this pole on the broker, or correct " + endpoint.name() + ".user and " + endpoint.name()
                                + ".password");
            case MqttException.REASON_CODE_CLIENT_TIMEOUT, MqttException.REASON_CODE_WRITE_TIMEOUT ->
                new Problem("the broker no longer answered", "check the mobile connection, then the broker");
            default -> null;
        };
    }

    /** @param state in which nothing came back in time */
    static Problem silent(LinkState state) {
        return new Problem(
                "the broker did not answer within " + state.limit().toSeconds() + " s while " + state.doing(),
                "check the mobile connection, then whether the broker is overloaded");
    }

    static Problem unacknowledged() {
        return new Problem(
                "the broker has acknowledged no batch for " + Forwarding.PUBACK_TIMEOUT.toSeconds() + " s",
                "check the mobile connection, then the broker's log");
    }

    static Problem subscriptionRefused(Subscription refused, String clientId) {
        return new Problem(
                "the broker does not grant QoS " + refused.qos() + " on " + refused.topic()
                        + (refused.vital()
                                ? ", so neither receipts nor commands would arrive"
                                : ", so what is said to that group or zone may not arrive"),
                "allow the client '" + clientId + "' to read that topic on the broker");
    }
}
