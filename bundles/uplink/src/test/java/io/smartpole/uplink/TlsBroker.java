package io.smartpole.uplink;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.tls.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
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

    private final SSLServerSocket server;

    TlsBroker() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Keys(key(), certificate())}, null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MS);
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
    static Tls trusting() throws IOException {
        return Tls.of(part("CERTIFICATE", 1), "", certified -> Optional.empty(), new TimeSource() {
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

    private static X509Certificate certificate() throws IOException, GeneralSecurityException {
        byte[] pem = part("CERTIFICATE", 0).getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static PrivateKey key() throws IOException, GeneralSecurityException {
        String body = part("PRIVATE KEY", 0).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }

    private static String part(String type, int number) throws IOException {
        try (InputStream file = Objects.requireNonNull(TlsBroker.class.getResourceAsStream("broker.pem"))) {
            String all = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            String begin = "-----BEGIN " + type + "-----";
            String end = "-----END " + type + "-----";
            String from = all.split(begin, -1)[number + 1];
            return begin + from.substring(0, from.indexOf(end)) + end + "\n";
        }
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
