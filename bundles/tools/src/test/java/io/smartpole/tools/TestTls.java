package io.smartpole.tools;

import io.smartpole.formats.receiver.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A door with TLS before a broker, and the certificates for it. */
final class TestTls implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A key with its self-signed certificate, as the files that people have. */
    record Pair(KeyStore store, Path certificate, Path key) {

        /** @param options of keytool, such as {@code -validity 1} */
        static Pair make(Path folder, String name, String... options) throws Exception {
            Path file = folder.resolve(name + ".p12");
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    file.toString()));
            line.addAll(List.of(options));
            Process keytool = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new AssertionError(Files.readString(folder.resolve(name + ".log")));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            Key key = store.getKey(name, PASSWORD);
            return new Pair(
                    store,
                    Files.writeString(
                            folder.resolve(name + ".crt"),
                            "-----BEGIN CERTIFICATE-----\n"
                                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                            .encodeToString(
                                                    store.getCertificate(name).getEncoded())
                                    + "\n-----END CERTIFICATE-----\n"),
                    Files.writeString(folder.resolve(name + ".key"), Pem.encode(Pem.PRIVATE_KEY, key.getEncoded())));
        }
    }

    /**
     * @param trusted whose certificate clients must show
     * @param wanted whether they must show one
     */
    TestTls(TestBroker broker, Pair own, Pair trusted, boolean wanted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own.store(), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        String alias = trusted.store().aliases().nextElement();
        clients.setCertificateEntry(alias, trusted.store().getCertificate(alias));
        trust.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        door = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        door.setNeedClientAuth(wanted);
        threads.execute(() -> open(broker));
    }

    private void open(TestBroker broker) {
        try {
            while (true) {
                Socket client = door.accept();
                Socket behind = new Socket(door.getInetAddress(), broker.port);
                threads.execute(() -> pass(client, behind));
                threads.execute(() -> pass(behind, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them was refused or has left
        }
    }

    String uri() {
        return "ssl://127.0.0.1:" + door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
