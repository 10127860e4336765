package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.topics.Topics;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttSecurityException;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final Target TARGET = new Target(
            Endpoint.of("cloud1", "ssl://broker.example:8883", "", "", "", 60),
            new Topics("dormagen", "p-1"),
            List.of(),
            List.of(),
            false);

    @Test
    void networkFaultsAreNamed() {
        says("the host broker.example is unknown", "cloud1.uri", new UnknownHostException("broker.example"));
        says("refused the connection", "whether the broker runs", new ConnectException("Connection refused"));
        says("cannot be reached", "mobile connection", new NoRouteToHostException());
        says("cannot be reached", "firewall", new SocketTimeoutException());
        says("the connection broke: Connection reset", "scheme", new SocketException("Connection reset"));
        says("TLS failed: bad certificate", "host name", new SSLHandshakeException("bad certificate"));
    }

    @Test
    void aConnectionClosedByTheBrokerPointsAtTheClientId() {
        says("closed the connection", "another client uses the client id 'smartpole-dormagen-p-1'", new EOFException());
    }

    @Test
    void refusalsOfTheBrokerAreNamed() {
        says("does not speak MQTT 3.1.1", "broker", new MqttException(1));
        says("refuses the client id 'smartpole-dormagen-p-1'", "cloud1.client-id", new MqttException(2));
        says("not available", "log", new MqttException(3));
        says("refuses user name or password", "cloud1.password", new MqttSecurityException(4));
        says("does not authorise", "cloud1.user", new MqttSecurityException(5));
        says("no longer answered", "mobile connection", new MqttException(MqttException.REASON_CODE_CLIENT_TIMEOUT));
    }

    @Test
    void whatIsNotKnownIsQuoted() {
        says("disk on fire", "log", new IOException("disk on fire"));
    }

    @Test
    void aSilentBrokerIsNamedWithTheStateItWasSilentIn() {
        assertEquals(
                "the broker did not answer within 30 s while subscribing",
                Problem.silent(LinkState.SUBSCRIBING).what());
    }

    private static void says(String what, String action, Exception cause) {
        for (Throwable thrown : new Throwable[] {cause, new MqttException(cause)}) {
            Problem problem = Problem.of(thrown, TARGET);
            assertTrue(problem.what().contains(what), problem.what());
            assertTrue(problem.action().contains(action), problem.action());
            assertFalse(problem.what().isEmpty());
        }
    }
}
