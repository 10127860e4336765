package io.smartpole.uplink.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * A TCP socket below a TLS socket, over which the broker's last word is heard.
 *
 * <p>A broker that refuses our certificate says why in an alert, and hangs up. If it does so while we still write, Java
 * reports a broken pipe and never reads the alert. So a write to a broken connection fails silently here: the next read
 * brings the alert, or else the end of the connection.
 */
public final class TcpBelowTls extends Socket {

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (SocketException e) {
                    if (isClosed()) { // by ourselves
                        throw e;
                    }
                }
            }
        };
    }
}
