package io.smartpole.distribution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server on this machine, and does to their connections what networks, routers and brokers in
 * trouble do. Everything can be changed while it runs.
 *
 * <p>A connection that lost bytes is never whole again: it stays as it is until the fault is over, and is then reset, as by
 * a router that has forgotten it.
 */
public final class FaultProxy implements AutoCloseable {

    /** More connections at a time are reset: so a client in a hot loop does no harm here. */
    private static final int MOST_CONNECTIONS = 64;

    private final int port;
    private final Map<Way, Treatment> treatments =
            new EnumMap<>(Map.of(Way.TO_SERVER, Treatment.PASS, Way.TO_CLIENT, Treatment.PASS));
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attempts = new AtomicInteger();

    private int server;
    private @Nullable ServerSocket listener;
    private @Nullable Thread accepting;
    private boolean resetsAtOnce;
    private @Nullable Cut cut;
    private byte @Nullable [] forbidden;

    /** A direction. */
    public enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    /** What becomes of a new connection. */
    public enum Door {
        OPEN,
        /** Nothing listens. */
        REFUSES,
        /** It is accepted and reset at once. */
        RESETS
    }

    private record Cut(Way way, long bytes) {}

    private FaultProxy(int server) throws IOException {
        this.server = server;
        ServerSocket any = bind(0);
        port = any.getLocalPort();
        listen(any);
    }

    /** @param server port on this machine that connections are handed on to */
    public static FaultProxy to(int server) throws IOException {
        return new FaultProxy(server);
    }

    /** @return where clients connect to, for as long as this lives */
    public int port() {
        return port;
    }

    /** @return connections that were accepted, also those that were reset at once */
    public int attempts() {
        return attempts.get();
    }

    /** From now on new connections go to that port of this machine. */
    public synchronized void server(int other) {
        server = other;
    }

    /** Returns when it is so for everybody who comes. */
    public void door(Door door) throws IOException {
        Thread former;
        synchronized (this) {
            former = accepting;
            resetsAtOnce = door == Door.RESETS;
            if (door == Door.REFUSES) {
                closeListener();
            } else if (listener == null) {
                listen(bind(port));
            }
        }
        if (door == Door.REFUSES) {
            awaitEnd(former);
        }
    }

    /** Linux takes connections for as long as a thread is still about to accept them, also on a closed socket. */
    private static void awaitEnd(@Nullable Thread former) throws IOException {
        try {
            if (former != null) {
                former.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the door may still be open");
        }
    }

    public void treat(Treatment both) {
        treat(both, both);
    }

    public void treat(Way way, Treatment treatment) {
        treat(
                way == Way.TO_SERVER ? treatment : treatment(Way.TO_SERVER),
                way == Way.TO_CLIENT ? treatment : treatment(Way.TO_CLIENT));
    }

    private synchronized void treat(Treatment toServer, Treatment toClient) {
        treatments.put(Way.TO_SERVER, toServer);
        treatments.put(Way.TO_CLIENT, toClient);
        if (!toServer.loses() && !toClient.loses()) {
            connections.stream().filter(ProxiedConnection::spoiled).forEach(ProxiedConnection::reset);
        }
    }

    synchronized Treatment treatment(Way way) {
        return treatments.getOrDefault(way, Treatment.PASS);
    }

    /** Resets all connections there are. */
    public void reset() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Ends one direction of all connections there are in good order; the other goes on. */
    public void halfClose(Way way) {
        connections.forEach(connection -> connection.halfClose(way));
    }

    /** Lets so many bytes pass in that direction, and resets the connection that carries the last of them. Once. */
    public synchronized void cutAfter(Way way, long bytes) {
        cut = new Cut(way, bytes);
    }

    /** Resets each connection in which a client sends these bytes, before the server has all of them. Null for none. */
    public synchronized void forbid(byte @Nullable [] bytes) {
        forbidden = bytes == null ? null : bytes.clone();
    }

    /** All is well again, also for connections that were reset because of what is over now. */
    public void heal() throws IOException {
        synchronized (this) {
            cut = null;
            forbidden = null;
        }
        treat(Treatment.PASS);
        door(Door.OPEN);
    }

    @Override
    public void close() throws IOException {
        door(Door.REFUSES);
        reset();
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private synchronized void listen(ServerSocket socket) {
        listener = socket;
        accepting = start("proxy-accept", () -> accept(socket));
    }

    private void closeListener() throws IOException {
        ServerSocket former = listener;
        listener = null;
        if (former != null) {
            former.close();
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                attempts.incrementAndGet();
                connect(client);
            }
        } catch (IOException e) {
            // the door was closed
        }
    }

    private void connect(Socket client) throws IOException {
        int to;
        boolean welcome;
        synchronized (this) {
            to = server;
            welcome = !resetsAtOnce && listener != null && connections.size() < MOST_CONNECTIONS;
        }
        if (!welcome) {
            resetOne(client);
            return;
        }
        try {
            ProxiedConnection connection =
                    new ProxiedConnection(this, client, new Socket(InetAddress.getLoopbackAddress(), to));
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            resetOne(client); // there is no server
        }
    }

    static void resetOne(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    void gone(ProxiedConnection connection) {
        connections.remove(connection);
    }

    synchronized byte @Nullable [] forbidden() {
        return forbidden;
    }

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** @return how many of so many bytes may pass; fewer than all only once */
    synchronized int allowed(Way way, int bytes) {
        Cut due = cut;
        if (due == null || due.way() != way) {
            return bytes;
        }
        cut = bytes > due.bytes() ? null : new Cut(way, due.bytes() - bytes);
        return (int) Math.min(bytes, due.bytes());
    }
}
