package io.smartpole.distribution;

import io.smartpole.distribution.FaultProxy.Way;
import io.smartpole.distribution.Treatment.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link FaultProxy}: two sockets and a thread for each direction. */
final class ProxiedConnection {

    private final FaultProxy proxy;

    private final Socket client;
    private final Socket toServer;
    private final AtomicInteger open = new AtomicInteger(Way.values().length);
    private final Set<Way> halfClosed = ConcurrentHashMap.newKeySet();
    private volatile boolean spoiled;

    ProxiedConnection(FaultProxy proxy, Socket client, Socket toServer) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.toServer = toServer;
        client.setTcpNoDelay(true);
        toServer.setTcpNoDelay(true);
    }

    void start() {
        for (Way way : Way.values()) {
            FaultProxy.start("proxy-" + way, () -> carry(way));
        }
    }

    private void carry(Way way) {
        Socket from = way == Way.TO_SERVER ? client : toServer;
        Socket to = way == Way.TO_SERVER ? toServer : client;
        try {
            if (carry(way, from.getInputStream(), to.getOutputStream())) {
                ended(way);
            }
        } catch (IOException e) {
            if (proxy.treatment(way).loses()) {
                spoiled = true; // that it broke is not seen at the other end either
            } else {
                reset();
            }
        }
    }

    /** @return whether the sender ended it, and this is to be seen at the other end */
    private boolean carry(Way way, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[Treatment.LARGEST_READ];
        byte[] before = {};
        boolean lost = false;
        while (true) {
            int read = in.read(buffer, 0, proxy.treatment(way).largestRead());
            Treatment treatment = proxy.treatment(way); // as it is when the bytes come
            if (treatment.kind() == Kind.SILENT || (treatment.kind() == Kind.DROP && read < 0)) {
                spoiled = true;
                return false;
            } else if (read < 0) {
                return true;
            } else if (treatment.kind() == Kind.DROP || lost) {
                lost = true;
                spoiled = true;
            } else if (!halfClosed.contains(way)) {
                before = refuseForbidden(way, before, buffer, read);
                LockSupport.parkNanos(treatment.waitNanos(read));
                write(way, out, buffer, read);
            }
        }
    }

    private void write(Way way, OutputStream out, byte[] buffer, int length) throws IOException {
        int allowed = proxy.allowed(way, length);
        out.write(buffer, 0, allowed);
        if (allowed < length) {
            throw new IOException("cut here");
        }
    }

    /** @return the last bytes of the stream, in which the forbidden ones may begin */
    private byte[] refuseForbidden(Way way, byte[] before, byte[] buffer, int read) throws IOException {
        byte[] pattern = proxy.forbidden();
        if (pattern == null || way == Way.TO_CLIENT) {
            return new byte[0];
        }
        byte[] seen = Arrays.copyOf(before, before.length + read);
        System.arraycopy(buffer, 0, seen, before.length, read);
        for (int at = 0; at + pattern.length <= seen.length; at++) {
            if (Arrays.equals(seen, at, at + pattern.length, pattern, 0, pattern.length)) {
                throw new IOException("forbidden bytes");
            }
        }
        return Arrays.copyOfRange(seen, Math.max(0, seen.length - pattern.length + 1), seen.length);
    }

    private void ended(Way way) throws IOException {
        if (open.decrementAndGet() == 0) {
            proxy.gone(this);
            client.close();
            toServer.close();
        } else if (!halfClosed.contains(way)) {
            (way == Way.TO_SERVER ? toServer : client).shutdownOutput();
        }
    }

    /** @return whether it lost bytes, or what happened at one of its ends */
    boolean spoiled() {
        return spoiled;
    }

    void halfClose(Way way) {
        halfClosed.add(way);
        try {
            (way == Way.TO_SERVER ? toServer : client).shutdownOutput();
        } catch (IOException e) {
            reset();
        }
    }

    void reset() {
        proxy.gone(this);
        FaultProxy.resetOne(client);
        FaultProxy.resetOne(toServer);
    }
}
