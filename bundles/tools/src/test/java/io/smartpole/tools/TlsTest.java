package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.tools.TestTls.Pair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers behind TLS, with certificates of authorities and of one's own. */
class TlsTest {

    @TempDir
    private static Path folder;

    private static TestBroker broker;
    private static Pair server;
    private static Pair client;
    private static TestTls open;
    private static TestTls strict;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        server = Pair.make(folder, "server");
        client = Pair.make(folder, "client");
        open = new TestTls(broker, server, client, false);
        strict = new TestTls(broker, server, client, true);
    }

    @AfterAll
    static void stop() throws Exception {
        open.close();
        strict.close();
        broker.close();
    }

    private static Run fleet(TestTls door, Object... options) {
        List<Object> line = new ArrayList<>(List.of("fleet", "--json", "--data", folder, "--broker", door.uri()));
        line.addAll(List.of(options));
        return Run.of(line.toArray());
    }

    private static void assertReaches(TestTls door, Object... options) throws Exception {
        CompletableFuture<Run> run = CompletableFuture.supplyAsync(() -> fleet(door, options));
        for (int i = 0; i < 3; i++) {
            broker.subscribed();
        }
        broker.publish(TestPole.TOPICS.state(), "{\"status\":\"asleep\"}".getBytes(StandardCharsets.UTF_8));
        Run ended = run.get(30, TimeUnit.SECONDS);
        assertTrue(ended.out().contains("\"pole\":\"dormagen/p-1\""), ended.toString());
    }

    @Test
    void aBrokerThatAGivenAuthorityVouchesForIsUsed() throws Exception {
        assertReaches(open, "--trust", server.certificate());
    }

    @Test
    void aBrokerThatWantsACertificateIsShownOne() throws Exception {
        assertReaches(
                strict,
                "--trust",
                server.certificate(),
                "--certificate",
                client.certificate(),
                "--certificate-key",
                client.key());
    }

    @Test
    void aBrokerThatNobodyVouchesForIsNotUsed() {
        fleet(open).assertUserError("name the authority that vouches for it with --trust");
        fleet(open, "--trust", client.certificate())
                .assertUserError("name the authority that vouches for it with --trust");
    }

    @Test
    void aBrokerOfAnotherNameIsNotUsed() {
        Run run = Run.of(
                "fleet",
                "--once",
                "--data",
                folder,
                "--trust",
                server.certificate(),
                "--broker",
                open.uri().replace("127.0.0.1", "localhost"));
        run.assertUserError("by the name that its certificate has");
    }

    @Test
    void aBrokerThatWantsACertificateAndIsShownNoneOrAWrongOneRefuses() {
        fleet(strict, "--trust", server.certificate()).assertUserError("--certificate");
        fleet(
                        strict,
                        "--trust",
                        server.certificate(),
                        "--certificate",
                        server.certificate(),
                        "--certificate-key",
                        server.key())
                .assertUserError("--certificate");
    }

    @Test
    void aTlsPortIsNamedAsSuchWhenItIsTakenForAPlainOne() {
        Run.of("fleet", "--once", "--data", folder, "--broker", open.uri().replace("ssl:", "tcp:"))
                .assertUserError("if it is the broker's port with TLS, write ssl://");
    }

    @Test
    void filesThatCannotBeUsedAreNamedBeforeAnythingIsConnected() throws Exception {
        Path none = folder.resolve("none.pem");
        fleet(open, "--trust", none).assertUserError("there is no such file");
        fleet(open, "--trust", server.key()).assertUserError("holds no certificate");
        Path torn = Files.writeString(
                folder.resolve("torn.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        fleet(open, "--trust", torn).assertUserError("torn.pem holds a certificate that cannot be read");

        assertKeyRefused(server.key(), "is not the key of the certificate CN=client");
        assertKeyRefused(client.certificate(), "holds no private key of kind EC");
        assertKeyRefused(
                Files.writeString(folder.resolve("locked.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"),
                "protected by a passphrase");
        assertKeyRefused(
                Files.writeString(folder.resolve("old.pem"), "-----BEGIN EC PRIVATE KEY-----\n"),
                "openssl pkcs8 -topk8 -nocrypt");
        fleet(open, "--certificate", client.certificate()).assertUserError("--certificate-key");
    }

    private static void assertKeyRefused(Path key, String part) {
        fleet(open, "--certificate", client.certificate(), "--certificate-key", key)
                .assertUserError(part);
    }

    @Test
    void aCertificateThatHasRunOutOrIsNotValidYetIsSaid() throws Exception {
        Pair expired = Pair.make(folder, "expired", "-startdate", "-3d", "-validity", "1");
        fleet(open, "--trust", expired.certificate()).assertUserError("CN=expired expired at");
        Pair early = Pair.make(folder, "early", "-startdate", "+3d", "-validity", "1");
        fleet(open, "--trust", early.certificate()).assertUserError("CN=early is valid from");
    }

    @Test
    void tlsFilesForABrokerWithoutTlsAreAMistake() {
        Run.of("fleet", "--data", folder, "--broker", broker.uri(), "--trust", server.certificate())
                .assertUserError("is reached without TLS");
    }

    @Test
    void ofSeveralBrokersThoseThatAnswerAreUsedAndTheOthersAreTold() throws Exception {
        String closed = "tcp://127.0.0.1:" + TestBroker.freePort();
        CompletableFuture<Run> run = CompletableFuture.supplyAsync(
                () -> Run.of("fleet", "--json", "--data", folder, "--broker", closed + "," + broker.uri()));
        for (int i = 0; i < 3; i++) {
            broker.subscribed();
        }
        broker.publish(TestPole.TOPICS.state(), "{\"status\":\"asleep\"}".getBytes(StandardCharsets.UTF_8));
        Run ended = run.get(30, TimeUnit.SECONDS);
        assertEquals(1, ended.out().lines().count(), ended.toString());
        assertTrue(ended.err().contains(closed) && ended.err().contains("going on without it"), ended.err());
    }
}
