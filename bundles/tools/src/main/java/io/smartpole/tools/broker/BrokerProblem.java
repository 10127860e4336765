package io.smartpole.tools.broker;

import io.smartpole.tools.terminal.Problems;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.MqttException;

/** Says in words why a broker cannot be used, and what to do. */
final class BrokerProblem {

    private BrokerProblem() {}

    /** @return such as {@code cannot use the broker at tcp://127.0.0.1:1883 (Connection refused): look whether it runs} */
    static String of(String uri, MqttException e) {
        return "cannot use the broker at " + uri + " (" + Problems.of(e) + "): " + whatToDo(uri, e);
    }

    private static String whatToDo(String uri, MqttException e) {
        if (has(e, CertificateException.class)) {
            return "its certificate is not believed: name the authority that vouches for it with --trust FILE, and the"
                    + " broker by the name that its certificate has";
        }
        if (Brokers.tls(uri)) {
            boolean alert =
                    has(e, SSLException.class) && String.valueOf(Problems.of(e)).contains("alert");
            if (alert) {
                return "it refuses what it was shown: does it want a certificate? Give --certificate and"
                        + " --certificate-key, issued by an authority that it knows";
            }
            boolean plain = has(e, SSLException.class) || has(e, EOFException.class) || isReset(e);
            if (plain) {
                return "what listens there speaks no TLS, or wants a certificate (--certificate): if it is the broker's"
                        + " port without TLS, write " + (uri.startsWith("wss") ? "ws" : "tcp") + "://";
            }
        } else if (has(e, EOFException.class) || isReset(e)) {
            return "it closed the connection at once: if it is the broker's port with TLS, write "
                    + (uri.startsWith("ws") ? "wss" : "ssl") + "://";
        }
        return "look whether it runs";
    }

    /** Also a closed door and an unknown host are SocketExceptions; these speak for themselves. */
    private static boolean isReset(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == SocketException.class) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
