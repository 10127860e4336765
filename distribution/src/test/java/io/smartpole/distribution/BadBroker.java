package io.smartpole.distribution;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks just enough MQTT 3.1.1 to do one thing wrong. */
final class BadBroker implements AutoCloseable {

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int PINGREQ = 12;

    private static final String CAPTIVE_PORTAL = """
            HTTP/1.1 302 Found\r
            Location: http://login.example/\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Fault fault;

    enum Fault {
        /** Answers everybody by HTTP, as the login page of a foreign network does. */
        CAPTIVE_PORTAL,
        /** Says something that is neither MQTT nor HTTP. */
        NO_MQTT,
        /** Accepts connections and never says anything. */
        NO_CONNACK,
        /** CONNACK with return code 5, not authorised (3.2.2.3). */
        REFUSES_LOGIN,
        /** SUBACK with 0x80 for each topic (3.9.3). */
        REFUSES_SUBSCRIPTION,
        /** Acknowledges that the pole is there, and no message after that. */
        NO_PUBACK,
        /** Acknowledges everything but evidence, as one may that does not let this client publish it. */
        NO_EVIDENCE,
        /** Announces a packet with a length that no packet can have (2.2.3). */
        MALFORMED
    }

    private BadBroker(Fault fault) throws IOException {
        this.fault = fault;
    }

    static BadBroker start(Fault fault) throws IOException {
        BadBroker broker = new BadBroker(fault);
        thread("bad-broker", broker::accept);
        return broker;
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                thread("bad-broker-client", () -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(client.getInputStream());
            boolean born = false;
            while (true) {
                int type = in.readUnsignedByte();
                byte[] body = in.readNBytes(remainingLength(in));
                if (type >> 4 == PUBLISH) {
                    published(type, body, born, client.getOutputStream());
                    born = true;
                } else {
                    answer(type, body, client.getOutputStream());
                }
                if (fault == Fault.CAPTIVE_PORTAL) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    /** MQTT 3.1.1, 2.2.3. */
    private static int remainingLength(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7f) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
        throw new IOException("malformed length");
    }

    private void answer(int first, byte[] body, OutputStream out) throws IOException {
        switch (first >> 4) {
            case CONNECT -> connected(out);
            case SUBSCRIBE -> subscribed(body, out);
            case PINGREQ -> send(out, 0xd0, 0);
            default -> {} // nothing to be said
        }
    }

    private void connected(OutputStream out) throws IOException {
        switch (fault) {
            case CAPTIVE_PORTAL -> out.write(CAPTIVE_PORTAL.getBytes(StandardCharsets.US_ASCII));
            case NO_MQTT -> out.write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            case NO_CONNACK -> {} // it is what is wrong
            case REFUSES_LOGIN -> send(out, 0x20, 2, 0, 5);
            case REFUSES_SUBSCRIPTION, NO_PUBACK, NO_EVIDENCE, MALFORMED -> send(out, 0x20, 2, 0, 0);
        }
    }

    /** A topic is its length in two bytes, its text, and the QoS that is asked for (3.8.3). */
    private void subscribed(byte[] body, OutputStream out) throws IOException {
        if (fault == Fault.MALFORMED) {
            send(out, 0x30, 0xff, 0xff, 0xff, 0xff, 0xff);
            return;
        }
        byte[] granted = new byte[body.length];
        int topics = 0;
        for (int at = 2; at < body.length; topics++) {
            at += 2 + number(body, at);
            granted[topics] = fault == Fault.REFUSES_SUBSCRIPTION ? (byte) 0x80 : body[at];
            at++;
        }
        send(out, 0x90, 2 + topics, body[0], body[1]);
        out.write(granted, 0, topics);
    }

    private void published(int first, byte[] body, boolean born, OutputStream out) throws IOException {
        int topicEnd = 2 + number(body, 0);
        boolean qos1 = (first & 0x06) == 0x02;
        boolean evidence = new String(body, 2, topicEnd - 2, StandardCharsets.UTF_8).endsWith("/evidence");
        boolean silent = born && (fault == Fault.NO_PUBACK || (fault == Fault.NO_EVIDENCE && evidence));
        if (qos1 && !silent) {
            send(out, 0x40, 2, body[topicEnd], body[topicEnd + 1]);
        }
    }

    private static int number(byte[] body, int at) {
        return (body[at] & 0xff) << 8 | (body[at + 1] & 0xff);
    }

    private static void send(OutputStream out, int... bytes) throws IOException {
        byte[] packet = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            packet[i] = (byte) bytes[i];
        }
        out.write(packet);
    }
}
