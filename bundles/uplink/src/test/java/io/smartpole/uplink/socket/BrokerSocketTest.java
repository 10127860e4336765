package io.smartpole.uplink.socket;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerSocketTest {

    @Test
    void cuttingItFreesAReaderThatWaitsForAcknowledgements() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("tcp://127.0.0.1:" + server.getLocalPort());
            BrokerSockets sockets = new BrokerSockets(uri, null, 1000, new Traffic(), (topic, bytes) -> {});
            Socket socket = sockets.createSocket();
            socket.connect(new InetSocketAddress(0), 10_000);
            try (Socket broker = server.accept()) {
                String message = "3206000174000155";
                String flood = "20020000" + message.repeat(Unacknowledged.MOST + 1);
                broker.getOutputStream().write(HexFormat.of().parseHex(flood));
                socket.getOutputStream().write(new byte[] {0x10, 0});
                InputStream in = socket.getInputStream();
                in.readNBytes(4 + Unacknowledged.MOST * message.length() / 2);

                CompletableFuture<Integer> next = new CompletableFuture<>();
                Thread reader = new Thread(() -> {
                    try {
                        next.complete(in.read());
                    } catch (IOException e) {
                        next.completeExceptionally(e);
                    }
                });
                reader.start();
                while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
                    Thread.onSpinWait();
                }
                sockets.cut();
                ExecutionException failure =
                        assertThrows(ExecutionException.class, () -> next.get(10, TimeUnit.SECONDS));
                assertInstanceOf(SocketException.class, failure.getCause());
            }
        }
    }
}
