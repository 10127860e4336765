package io.smartpole.uplink;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.tls.TestAuthority;
import io.smartpole.uplink.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A TLS server on the loopback interface with a certificate for {@code 127.0.0.1}, and who trusts it. */
final class TlsBroker implements AutoCloseable {

    static final Moment NOW = new Moment(Instant.parse("2030-01-01T00:00:00Z"), true, Duration.ZERO);

    private static final int PATIENCE_MS = 10_000;

    /** How often the certificate was shown, which it is not when a session is resumed. */
    final AtomicInteger shown = new AtomicInteger();

    private static final TestAuthority AUTHORITY = authority();

    private final SSLServerSocket server;

    TlsBroker() throws Exception {
        KeyPair pair = TestAuthority.newKey();
        X509Certificate certificate = AUTHORITY.broker(pair.getPublic(), "127.0.0.1");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Keys(pair.getPrivate(), certificate)}, null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MS);
    }

    private static TestAuthority authority() {
        try {
            return new TestAuthority("CN=Test CA");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** @param protocol such as {@code TLSv1.3} */
    void speak(String protocol) {
        server.setEnabledProtocols(new String[] {protocol});
    }

    SSLSocket accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(PATIENCE_MS);
        return (SSLSocket) socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** @return of a pole that trusts the authority of this broker */
    static Tls trusting() throws Exception {
        return Tls.of(TestAuthority.pem(AUTHORITY.certificate), "", certified -> Optional.empty(), new TimeSource() {
            @Override
            public BootId boot() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Moment now() {
                return NOW;
            }
        });
    }

    private final class Keys extends X509ExtendedKeyManager {

        private final PrivateKey key;
        private final X509Certificate certificate;

        Keys(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "broker";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            shown.incrementAndGet();
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
