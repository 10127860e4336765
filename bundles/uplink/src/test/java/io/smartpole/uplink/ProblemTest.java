package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.Problem.Side;
import io.smartpole.uplink.socket.UnexpectedAnswer;
import io.smartpole.uplink.socket.UnexpectedAnswer.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttSecurityException;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final Target TARGET = new Target(
            Endpoint.of("cloud1", 1, "ssl://broker.example:8883", "", "", "", 60),
            null,
            new Topics("dormagen", "p-1"),
            List.of(),
            List.of(),
            false);

    @Test
    void faultsOfTheLineAreNamed() {
        line("the host broker.example is unknown", "cloud1.uri", new UnknownHostException("broker.example"));
        line("there is no network", "SIM card", new SocketException("Network is unreachable"));
        line("there is no network", "SIM card", new ConnectException("Network is unreachable"));
        line("cannot be reached", "mobile connection", new NoRouteToHostException("No route to host"));
        line("cannot be reached", "firewall", new SocketTimeoutException("Connect timed out"));
        line("cannot be reached", "firewall", new ConnectException("Connection timed out"));
        line("cannot be reached", "firewall", new SocketException("Connection timed out"));
        line("the connection broke: Protocol error", "cloud1.uri", new SocketException("Protocol error"));
        line("no longer answered", "line to the broker", new MqttException(MqttException.REASON_CODE_CLIENT_TIMEOUT));
        line("no longer answered", "line to the broker", new MqttException(MqttException.REASON_CODE_WRITE_TIMEOUT));
    }

    @Test
    void whatTheBrokerDoesIsNamed() {
        broker(
                "was reset, by the broker or by something on the way",
                "scheme",
                new SocketException("Connection reset"));
        broker("was reset", "scheme", new SocketException("Broken pipe"));
        broker("was reset", "scheme", new SSLException("Connection reset", new SocketException("Connection reset")));
        broker("refused the connection", "whether the broker runs", new ConnectException("Connection refused"));
        broker("closed the connection", "client id 'smartpole-dormagen-p-1'", new EOFException());
        broker("refuses the pole's certificate", "tls.certificate", fatal("bad_certificate"));
        broker("TLS failed: no idea", "tls.trusted", new SSLHandshakeException("no idea"));
    }

    @Test
    void whateverElseAnswersIsNamed() {
        broker("a web server", "captive portal", new UnexpectedAnswer(Kind.WEB_SERVER, "a web server answers"));
        broker("no plain MQTT", "scheme in cloud1.uri", new UnexpectedAnswer(Kind.TLS_SERVER, "a TLS server"));
        broker("no MQTT broker", "cloud1.uri", new UnexpectedAnswer(Kind.NO_BROKER, "it begins with 0x53"));
        broker("HTTP 404", "path in cloud1.uri", new UnexpectedAnswer(Kind.NO_WEBSOCKET, "answered HTTP 404"));
        broker("does not allow: type 9", "report it", new UnexpectedAnswer(Kind.MALFORMED, "type 9"));
        broker("does not speak TLS", "port for TLS", new SSLException("Unsupported or unrecognized SSL message"));
    }

    @Test
    void refusalsOfTheBrokerAreNamed() {
        broker("does not speak MQTT 3.1.1", "broker", new MqttException(1));
        broker("refuses the client id 'smartpole-dormagen-p-1'", "cloud1.client-id", new MqttException(2));
        broker("not available", "log", new MqttException(3));
        broker("refuses user name or password", "cloud1.password", new MqttSecurityException(4));
        broker("does not authorise", "cloud1.user", new MqttSecurityException(5));
    }

    @Test
    void whatIsNotKnownIsQuotedAndMayHitAllPoles() {
        broker("disk on fire", "log", new IOException("disk on fire"));
        broker("the connection failed", "log", new MqttException(99));
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() {
        Problem silent = Problem.silent(LinkState.SUBSCRIBING);
        assertEquals("the broker did not answer within 30 s while subscribing", silent.what());
        assertEquals(Side.LINE, silent.side());
        Problem unacknowledged = Problem.unacknowledged(Duration.ofSeconds(15));
        assertEquals("the broker has acknowledged nothing for 15 s", unacknowledged.what());
        assertEquals(Side.LINE, unacknowledged.side());
    }

    @Test
    void aSubscriptionThatIsRefusedIsNamedWithWhatWouldBeMissed() {
        Problem own = Problem.subscriptionRefused(new Subscription("a/command", 1, true), "p");
        assertEquals(
                "the broker does not grant QoS 1 on a/command, so neither receipts nor commands would arrive",
                own.what());
        Problem shared = Problem.subscriptionRefused(new Subscription("a/zone/z", 0, false), "p");
        assertTrue(shared.what().endsWith("so what is said to that group or zone may not arrive"), shared.what());
        assertEquals(Side.BROKER, shared.side());
    }

    @Test
    void aSessionThatIsTakenOverNamesTheClientId() {
        Problem taken = Problem.takenOver("smartpole-dormagen-p-1");
        assertTrue(taken.what().contains("another client uses the client id 'smartpole-dormagen-p-1'"), taken.what());
        assertEquals(Side.BROKER, taken.side());
    }

    private static SSLException fatal(String alert) {
        return new SSLHandshakeException("Received fatal alert: " + alert);
    }

    private static void broker(String what, String action, Exception cause) {
        is(Side.BROKER, what, action, cause);
    }

    private static void line(String what, String action, Exception cause) {
        is(Side.LINE, what, action, cause);
    }

    private static void is(Side side, String what, String action, Exception cause) {
        for (Throwable thrown : new Throwable[] {cause, new MqttException(cause)}) {
            Problem problem = Problem.of(thrown, TARGET, TlsBroker.NOW);
            assertTrue(problem.what().contains(what), problem.what());
            assertTrue(problem.action().contains(action), problem.action());
            assertEquals(side, problem.side(), problem.what());
        }
    }
}
