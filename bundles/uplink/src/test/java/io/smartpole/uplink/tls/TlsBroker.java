package io.smartpole.uplink.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The server side, by Java's own TLS: shakes hands with one client after another and answers one byte. */
final class TlsBroker implements AutoCloseable {

    /** How often it had to show its certificate: not when a session is resumed. */
    final AtomicInteger shown = new AtomicInteger();

    /** The certificate of each client that got through, or none. */
    final BlockingQueue<String> clients = new LinkedBlockingQueue<>();

    private final SSLServerSocket listening;

    /**
     * @param poles whose certificates it demands; null to demand none
     * @param protocol the only one it speaks
     */
    TlsBroker(PrivateKey key, @Nullable X509Certificate poles, String protocol, X509Certificate... chain)
            throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("any", poles == null ? chain[0] : poles);
        trust.init(store);
        context.init(new KeyManager[] {new Shown(key, chain)}, trust.getTrustManagers(), null);
        listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listening.setEnabledProtocols(new String[] {protocol});
        listening.setNeedClientAuth(poles != null);
        start(listening, this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    @Nullable
    String nextClient() throws InterruptedException {
        return clients.poll(5, TimeUnit.SECONDS);
    }

    private void serve(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) socket;
        tls.startHandshake();
        if (tls.getInputStream().read() >= 0) {
            clients.add(
                    tls.getNeedClientAuth()
                            ? tls.getSession().getPeerPrincipal().getName()
                            : "anonymous");
            tls.getOutputStream().write(1);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    interface Service {
        void serve(Socket socket) throws IOException;
    }

    /** Serves until the socket is closed. */
    static void start(ServerSocket listening, Service service) {
        Thread thread = new Thread(
                () -> {
                    while (!listening.isClosed()) {
                        try (Socket socket = listening.accept()) {
                            socket.setSoTimeout(5000);
                            service.serve(socket);
                        } catch (IOException e) {
                            // The client's side is what the test looks at.
                        }
                    }
                },
                "test-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Shown extends X509ExtendedKeyManager {

        private final PrivateKey key;
        private final X509Certificate[] chain;

        Shown(PrivateKey key, X509Certificate[] chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            if (!keyType.startsWith("EC")) {
                return null;
            }
            shown.incrementAndGet();
            return "broker";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {"broker"};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
