package io.smartpole.tools.broker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A broker for one connection that answers in the order which a test wants. Packets: MQTT 3.1.1, chapter 3. */
final class PlayedBroker implements AutoCloseable {

    private static final byte[] TOPIC = "smartpole/v1/s/p/evidence".getBytes(StandardCharsets.UTF_8);
    private static final int SUBSCRIBE = 0x80;
    private static final int PUBACK = 0x40;

    private final int port;
    private @Nullable ServerSocket server;

    interface Play {
        void run(Client client) throws IOException;
    }

    PlayedBroker(int port) {
        this.port = port;
    }

    static PlayedBroker listening() throws IOException {
        ServerSocket server = socket(0);
        PlayedBroker broker = new PlayedBroker(server.getLocalPort());
        broker.server = server;
        return broker;
    }

    static ServerSocket socket(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    PlayedBroker listen() throws IOException {
        server = socket(port);
        return this;
    }

    String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Plays to the next client on a thread of its own, then closes the connection. */
    CompletableFuture<Void> play(Play play) {
        ServerSocket listening = server;
        if (listening == null) {
            throw new IllegalStateException("it does not listen");
        }
        return CompletableFuture.runAsync(() -> {
            try (Socket socket = listening.accept()) {
                play.run(new Client(
                        new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** What is connected. */
    record Client(DataInputStream in, DataOutputStream out) {

        /** Says that it has kept the client's session. */
        void accept() throws IOException {
            nextOfType(0x10);
            out.write(new byte[] {0x20, 2, 1, 0});
        }

        void publish(int id) throws IOException {
            out.write(0x32); // QoS 1
            out.write(2 + TOPIC.length + 2 + 1);
            out.writeShort(TOPIC.length);
            out.write(TOPIC);
            out.writeShort(id);
            out.write('x');
        }

        /** @return the client's SUBSCRIBE */
        byte[] subscription() throws IOException {
            return nextOfType(SUBSCRIBE);
        }

        void answer(byte[] subscribe) throws IOException {
            out.write(new byte[] {(byte) 0x90, 3, subscribe[0], subscribe[1], 1});
        }

        /** @return the id in the next PUBACK */
        int acknowledged() throws IOException {
            byte[] puback = nextOfType(PUBACK);
            return ((puback[0] & 0xFF) << 8) | (puback[1] & 0xFF);
        }

        /** @return what follows the header of the next packet of that type; others are passed over */
        byte[] nextOfType(int type) throws IOException {
            while (true) {
                int header = in.readUnsignedByte();
                byte[] rest = new byte[length()];
                in.readFully(rest);
                if ((header & 0xF0) == type) {
                    return rest;
                }
            }
        }

        private int length() throws IOException {
            int length = 0;
            int shift = 0;
            int next;
            do {
                next = in.readUnsignedByte();
                length |= (next & 0x7F) << shift;
                shift += 7;
            } while ((next & 0x80) != 0);
            return length;
        }
    }
}
